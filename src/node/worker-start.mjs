// Where a worker thread starts: teaches the thread TypeScript, which it does not inherit, then runs the worker.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
