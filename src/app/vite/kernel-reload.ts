// Vite plugin: while developing, a change in `assembly/` rebuilds the kernel and reloads the page.
import { spawn } from "node:child_process";
import { sep } from "node:path";
import type { Plugin } from "vite";

/** @param project the folder that holds `assembly/` and `setup/` */
export function kernelReload(project: string): Plugin {
  return {
    name: "midsummer:kernel-reload",
    apply: "serve",
    configureServer(server) {
      const folder = `${project.replace(/[\\/]$/, "")}${sep}assembly`;
      server.watcher.add(folder);
      server.watcher.on("change", (file) => {
        if (!file.startsWith(folder + sep)) return;
        const options = { cwd: project, stdio: "inherit" } as const;
        spawn(process.execPath, ["setup/prepare.mjs", "kernel"], options).on("exit", (status) => {
          // With a status the compiler has printed what is wrong, and the old kernel stays.
          if (status === 0) server.ws.send({ type: "full-reload" });
        });
      });
    },
  };
}
