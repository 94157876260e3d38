import { readFileSync } from 'node:fs';
import { z } from 'zod';
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
 * and text otherwise.
 * @throws NluError INVALID_ARGUMENT with one line for each fault: where it was set, key, value, and what is allowed
 */
export function readConfig<Schema extends z.ZodType>(schema: Schema, sources: ConfigSources): z.output<Schema> {
  const origins = new Map<string, string>();
  const tree: Tree = sources.file === undefined ? {} : readFile(sources.file);
  for (const [variable, text] of Object.entries(sources.environment)) {
    if (text === undefined || !variable.startsWith(sources.prefix)) continue;
    if (sources.notSettings?.includes(variable)) continue;
    const path = variable.slice(sources.prefix.length).split('__').map(camelCase);
    set(tree, path, parse(text));
    origins.set(path.join('.'), variable);
  }
  for (const override of sources.overrides) {
    const equals = override.indexOf('=');
    if (equals < 1) throw new NluError('INVALID_ARGUMENT', `--set ${override}: give it as key=value`);
    const key = override.slice(0, equals);
    set(tree, key.split('.'), parse(override.slice(equals + 1)));
    origins.set(key, `--set ${key}`);
  }
  const result = schema.safeParse(tree, { reportInput: true });
  if (result.success) return deepFreeze(result.data);
  const describe = (issue: z.core.$ZodIssue) => {
    const key = issue.path.join('.');
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const origin = originOf([...issue.path, ...unknown], origins) ?? sources.file;
    const value = issue.input === undefined ? 'missing' : `${excerpt(issue.input)} is not allowed`;
    const what = issue.code === 'unrecognized_keys' ? unknownKeys(schema, issue) : `${value}: ${issue.message}`;
    return `${origin ? `${origin}: ` : ''}${key ? `${key}: ` : ''}${what}`;
  };
  throw new NluError('INVALID_ARGUMENT', result.error.issues.map(describe).join('\n'));
}

/** The configuration as JSON, with every default and without secrets. */
export function printedConfig(config: object): string {
  return JSON.stringify(config, (key, value) => (SECRET_KEYS.includes(key) ? '(hidden)' : value), 2);
}

const SECRET_KEYS: readonly string[] = Object.freeze(['token', 'tokenSha256', 'password']);

function readFile(file: string): Tree {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `${file}: ${messageOf(cause)}`, { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
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

function originOf(path: readonly PropertyKey[], origins: ReadonlyMap<string, string>): string | undefined {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(path.slice(0, length).join('.'));
    if (origin) return origin;
  }
  return undefined;
}

function unknownKeys(schema: z.ZodType, issue: z.core.$ZodIssueUnrecognizedKeys): string {
  let place: z.core.JSONSchema.BaseSchema | undefined = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  for (const step of issue.path) {
    place = (typeof step === 'number' ? place?.items : place?.properties?.[String(step)]) as typeof place;
  }
  const allowed = Object.keys(place?.properties ?? {}).join(', ');
  return `unknown key ${issue.keys.join(', ')}${allowed ? `; allowed are ${allowed}` : ''}`;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const child of Object.values(value)) deepFreeze(child);
    Object.freeze(value);
  }
  return value;
}
