#!/usr/bin/env node
// What the name tocsin starts. JavaScript, so that a Node that runs no TypeScript gets this far and the cache is on before the first type is stripped.
if (process.features.typescript) {
  await import('./compile-cache.mjs');
  await import('./tocsin.ts');
} else {
  console.error(`This is Node ${process.versions.node}, which runs no TypeScript: tocsin needs 22.18 or later, or 24.
The project's own Node 24 runs it as \`npx tocsin\` in its folder; docs/troubleshooting.md says more.`);
  process.exitCode = 2;
}
