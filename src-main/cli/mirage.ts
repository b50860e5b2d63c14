#!/usr/bin/env node
import { runCommandLine } from './run-command-line.ts';

const exitCode = await runCommandLine(process.argv.slice(2));
// Success takes nothing back: the result may not have reached its reader.
if (exitCode !== 0) process.exitCode = exitCode;
