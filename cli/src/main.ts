#!/usr/bin/env node
/** The process around the `plaitc` command. */
import { runProgram } from "./program.js";
import { processTerminal } from "./terminal.js";

// `plaitc graph | head` closes the pipe early; that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runProgram(process.argv.slice(2), processTerminal());
