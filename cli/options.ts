import { InvalidArgumentError, Option } from 'commander';
import { bundleVersion } from '../bundles/format/envelope.js';
import { DEVICE_TYPES } from '../proto/device-types.js';

/** `--gateway`: the address of a gateway that runs already. */
export function gatewayOption(): Option {
  return new Option('--gateway <host:port>', 'ask this gateway instead of starting one').argParser((value) => {
    if (/^\S+:\d+$/u.test(value)) return value;
    throw new InvalidArgumentError('Give it as host:port, such as 127.0.0.1:50050.');
  });
}

/** `--bundles`: other bundles than those that ship. @param use what becomes of them, as a verb */
export function bundlesOption(use = 'serve'): Option {
  const text = `${use} the bundles in <folder>/<domain>/ instead of those that ship`;
  return new Option('--bundles <folder>', text).conflicts('gateway');
}

/** `--catalogues`: in which the slots of a stack's domains are looked for. */
export function cataloguesOption(): Option {
  const text = 'look for entities in the catalogues of <folder>/<domain>-catalogue/, as `catalogue --out` makes them';
  return new Option('--catalogues <folder>', text).conflicts('gateway');
}

/** `--with`: domains of folders elsewhere. */
export function withOption(): Option {
  const text = 'a further domain: a folder with a schema.json; repeat it';
  return new Option('--with <folder>', text).argParser(collect).conflicts('gateway');
}

/** `--one-process`: a stack without processes of its own for the domains. */
export function oneProcessOption(): Option {
  return new Option('--one-process', "serve the domains in the gateway's process");
}

/** `--metrics-port`: where a stack's gateway tells its metrics. */
export function metricsPortOption(): Option {
  return new Option('--metrics-port <n>', "the port of the gateway's /metrics on the loopback").argParser(port);
}

/** `--device`: the type of the device that the user speaks to. */
export function deviceOption(): Option {
  return new Option('--device <type>', 'type of the device').choices(DEVICE_TYPES);
}

/** `--data`: the folder of public corpora and catalogues. */
export function dataOption(): Option {
  const text = 'where public corpora and catalogues lie (default: ../shared/data where it is there, else data)';
  return new Option('--data <folder>', text);
}

/** `--events`: what customers said, and what came of it. */
export function eventsOption(use: string): Option {
  return new Option('--events <folder>', use);
}

/** `--events-key`: what opens them. */
export function eventsKeyOption(): Option {
  return new Option('--events-key <file>', "the deployment's key (default: <events>/deployment.key)");
}

/** An option's value as a whole number from 1. */
export function positiveInteger(value: string): number {
  if (/^[1-9]\d{0,8}$/u.test(value)) return Number(value);
  throw new InvalidArgumentError('Give a whole number from 1.');
}

/** An option's value as a whole number from 0. */
export function wholeNumber(value: string): number {
  if (/^\d{1,9}$/u.test(value)) return Number(value);
  throw new InvalidArgumentError('Give a whole number from 0.');
}

/** An option's value as a share in [0, 1]. */
export function share(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('Give a number from 0 to 1.');
}

/** An option's value as copies of each row, in [0, 10]. */
export function milliseconds(value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed) || parsed <= 0)
    throw new InvalidArgumentError('Give ms above 0.');
  return parsed;
}

export function copiesOfRows(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= 0 && number <= 10) return number;
  throw new InvalidArgumentError('Give a number from 0 to 10, such as 0.3.');
}

/** An option's value as a port, 0 for any. */
export function port(value: string): number {
  if (/^\d{1,5}$/u.test(value) && Number(value) <= 65_535) return Number(value);
  throw new InvalidArgumentError('Give a port from 0 to 65535; 0 lets the system choose.');
}

/** An option's value as the version of a bundle, checked before the work that makes the bundle. */
export function versionName(value: string): string {
  const { success, error } = bundleVersion.safeParse(value);
  if (success) return value;
  throw new InvalidArgumentError(`Give ${error.issues[0].message}.`);
}

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** Gathers `name=folder` values of an option that may be repeated. */
export const namedFolders = namedPaths('Give it as name=folder.');

/** Gathers `domain=file` values of an option that may be repeated. */
export const namedFiles = namedPaths('Give it as domain=file.');

function namedPaths(form: string) {
  return (value: string, earlier: ReadonlyMap<string, string> = new Map()): Map<string, string> => {
    const [, name, path] = /^([^=]+)=(.+)$/u.exec(value) ?? [];
    if (!name || !path) throw new InvalidArgumentError(form);
    return new Map([...earlier, [name, path]]);
  };
}

/** Gathers `name=rate` values, rates in (0, 1], of an option that may be repeated. */
export function namedRates(value: string, earlier: ReadonlyMap<string, number> = new Map()): Map<string, number> {
  const [, name, rate] = /^([^=]+)=([^=]+)$/u.exec(value) ?? [];
  if (!name || !(Number(rate) > 0 && Number(rate) <= 1)) {
    throw new InvalidArgumentError('Give it as source=rate, the rate over 0 and at most 1.');
  }
  return new Map([...earlier, [name, Number(rate)]]);
}
