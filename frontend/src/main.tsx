/** Starts the page. */
import "./shell/language";
import "./shell/doubleClick";
import { render } from "preact";
import "@fontsource/jetbrains-mono/latin-400.css";
import "@fontsource/jetbrains-mono/latin-700.css";
import "@fontsource/jetbrains-mono/greek-400.css";
import "@fontsource/jetbrains-mono/greek-700.css";
import "./fonts/signs.css";
import "./styles/theme.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/drawing.css";
import "./styles/program.css";
import "./styles/inspector.css";
import "./styles/stepper.css";
import "./styles/run.css";
import "./styles/overview.css";
import "./styles/dialogs.css";
import "./styles/devices.css";
import "./styles/narrow.css";
import "./styles/embed.css";
import "./styles/print.css";
import { startEarly } from "./layout/layout";
import { App } from "./app/App";

startEarly();
// In a task of its own: on a slow device, loading the code and building the page would together block for long.
setTimeout(() => render(<App />, document.getElementById("app") as HTMLElement));
