import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const SCHEMA = join('schema', 'tocsin.schema.json');

const above = (folder: string): readonly string[] => {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...above(parent)];
};

/** The folder that this program is installed in, or a clone of it. */
const home = (): string | undefined => above(import.meta.dirname).find((folder) => existsSync(join(folder, SCHEMA)));

/** Where whoever clones the project has the schema too: in it, or installed into it. */
const places = (folder: string): readonly string[] => {
  const own = home();
  const isWithin = own !== undefined && `${folder}${sep}`.startsWith(`${own}${sep}`);
  return [
    ...(isWithin ? [join(own, SCHEMA)] : []),
    ...above(folder).map((each) => join(each, 'node_modules', 'tocsin', SCHEMA)),
  ];
};

/**
 * The schema as a file in this folder has to name it: editors look from the folder of the file, and take a path to end at a
 * space, which none has that leads up. Undefined: there is none that they would find.
 * https://github.com/redhat-developer/yaml-language-server#using-a-modeline
 */
export const schemaPathFrom = (folder: string): string | undefined => {
  const from = resolve(folder);
  const found = places(from).find((place) => existsSync(place));
  if (found === undefined) return undefined;
  const path = relative(from, found).replaceAll(sep, '/');
  return path.startsWith('.') ? path : `./${path}`;
};
