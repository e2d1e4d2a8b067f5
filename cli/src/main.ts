#!/usr/bin/env node
/** The process around the `plaitc` command. */
import module from "node:module";
import { expectOneRun } from "./oneRun.js";
import { runProgram } from "./program.js";
import { processTerminal } from "./terminal.js";

// `plaitc graph | head` closes the pipe early; that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

// From Node 22 on, what was compiled of this program's own code is kept for the next time.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();

const argv = process.argv.slice(2);
const compilesOnce = argv[0] === "build" || argv[0] === "check" || argv[0] === "graph";
if (compilesOnce && !argv.some((option) => /^(?:--watch$|-\w*w)/.test(option))) expectOneRun();

process.exitCode = await runProgram(argv, processTerminal());
