// Starts the application: styles, colours, the shell.
import "../views/theme.css";
import "../views/base.css";
import "./shell.css";
import { applyTheme, storedTheme } from "./theme-choice.ts";
import "./shell.ts";

applyTheme(storedTheme());
