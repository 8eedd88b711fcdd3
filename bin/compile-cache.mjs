// Imported before the first module that is worth it: types are stripped and code is compiled once for every version of a file.
import module from 'node:module';
import { join } from 'node:path';

// Not in the temporary directory of all, as by default: what lies in the cache is run.
module.enableCompileCache?.(join(import.meta.dirname, '../node_modules/.cache/tocsin'));
