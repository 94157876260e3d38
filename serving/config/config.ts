import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseJsonText } from '../checks/json-text.js';
import { HIDDEN, isSecretKey, shownJson } from '../checks/secret-text.js';
import { messageOf, NluError } from '../errors.js';

/** Where a process's configuration comes from. Later sources win over earlier ones, key by key. */
export interface ConfigSources {
  /** A JSON file; none is read when absent. */
  readonly file?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /**
   * Prefix of the environment variables that are settings. With `NLU_GATEWAY_`, `NLU_GATEWAY_LISTEN__PORT` sets
   * `listen.port`: two underscores separate levels, and one separates the words of a camelCase key.
   */
  readonly prefix: string;
  /** Variables that have the prefix and are no settings. */
  readonly notSettings?: readonly string[];
  /** Settings from flags, each `key=value` with a dotted key. */
  readonly overrides: readonly string[];
}

type Tree = Record<string, unknown>;

/**
 * Reads, checks and freezes a configuration. A value of the environment or of an override is JSON if it parses as JSON,
 * and text otherwise, or where its key takes text alone: a token may be all digits.
 * @throws NluError INVALID_ARGUMENT with one line for each fault: where it was set, key, value unless it is secret, and
 *   what is allowed
 */
export function readConfig<Schema extends z.ZodType>(schema: Schema, sources: ConfigSources): z.output<Schema> {
  const origins = new Map<string, string>();
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const tree: Tree = sources.file === undefined ? {} : readFile(sources.file);
  for (const [variable, text] of Object.entries(sources.environment)) {
    if (text === undefined || !variable.startsWith(sources.prefix)) continue;
    if (sources.notSettings?.includes(variable)) continue;
    const path = variable.slice(sources.prefix.length).split('__').map(camelCase);
    set(tree, path, parse(text, takesText(placeOf(whole, path))));
    origins.set(path.join('.'), variable);
  }
  for (const override of sources.overrides) {
    const equals = override.indexOf('=');
    if (equals < 1) throw new NluError('INVALID_ARGUMENT', `--set ${override}: give it as key=value`);
    const key = override.slice(0, equals);
    const path = key.split('.');
    set(tree, path, parse(override.slice(equals + 1), takesText(placeOf(whole, path))));
    origins.set(key, `--set ${key}`);
  }
  const result = schema.safeParse(tree, { reportInput: true });
  if (result.success) return deepFreeze(result.data);
  const describe = (issue: z.core.$ZodIssue) => {
    const key = issue.path.join('.');
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const origin = originOf([...issue.path, ...unknown], origins) ?? sources.file;
    const value = issue.input === undefined ? 'missing' : `${shownValue(issue)} is not allowed`;
    const what = issue.code === 'unrecognized_keys' ? unknownKeys(whole, issue) : `${value}: ${issue.message}`;
    return `${origin ? `${origin}: ` : ''}${key ? `${key}: ` : ''}${what}`;
  };
  throw new NluError('INVALID_ARGUMENT', result.error.issues.map(describe).join('\n'));
}

/** The configuration as JSON, with every default and without secrets. */
export function printedConfig(config: object): string {
  return shownJson(config, 2) ?? '';
}

function readFile(file: string): Tree {
  try {
    return parseJsonText(readFileSync(file, 'utf8')) as Tree;
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `${file}: ${messageOf(cause)}`, { cause });
  }
}

/** @param isText whether the key takes text alone: then only a text in quotation marks is read as JSON */
function parse(text: string, isText: boolean): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isText && typeof value !== 'string' ? text : value;
  } catch {
    return text;
  }
}

type Place = z.core.JSONSchema.BaseSchema | undefined;

/** The part of a schema that a key stands under; undefined where it has none. */
function placeOf(schema: Place, path: readonly PropertyKey[]): Place {
  let place = schema;
  for (const step of path) {
    const isIndex = typeof step === 'number' || (place?.items !== undefined && /^\d+$/u.test(String(step)));
    place = (isIndex ? place?.items : place?.properties?.[String(step)]) as Place;
  }
  return place;
}

function takesText(place: Place): boolean {
  return place?.type === 'string' && place.enum === undefined;
}

function camelCase(words: string): string {
  return words.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function set(tree: Tree, [key, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const child = Object.hasOwn(tree, key) ? tree[key] : undefined;
  if (typeof child !== 'object' || child === null) tree[key] = {};
  set(tree[key] as Tree, rest, value);
}

/** What set a key: it, what stands above it, or, of a key that was made on the way, what stands below it. */
function originOf(path: readonly PropertyKey[], origins: ReadonlyMap<string, string>): string | undefined {
  const whole = path.join('.');
  for (const [key, origin] of origins) if (key.startsWith(`${whole}.`)) return origin;
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(path.slice(0, length).join('.'));
    if (origin) return origin;
  }
  return undefined;
}

function unknownKeys(schema: Place, issue: z.core.$ZodIssueUnrecognizedKeys): string {
  const allowed = Object.keys(placeOf(schema, issue.path)?.properties ?? {}).join(', ');
  return `unknown key ${issue.keys.join(', ')}${allowed ? `; allowed are ${allowed}` : ''}`;
}

/** The refused value, cut; nothing of a secret, nor of a text in which one may stand that could not be read. */
function shownValue({ input, path }: z.core.$ZodIssue): string {
  if (path.some(isSecretKey)) return HIDDEN;
  // A token in place of the object that names its hash.
  if (typeof input === 'string' && path[0] === 'callers') return HIDDEN;
  if (typeof input === 'string' && /token|password/iu.test(`${path.join('.')} ${input}`)) return HIDDEN;
  const text = shownJson(input) ?? String(input);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const child of Object.values(value)) deepFreeze(child);
    Object.freeze(value);
  }
  return value;
}
