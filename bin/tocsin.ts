#!/usr/bin/env node
// In a clone tocsin.mjs imports it; in the package it is the command, and its first line what a shell needs.
import { main } from '../lib/cli/main.ts';

process.exitCode = await main(process.argv.slice(2));
