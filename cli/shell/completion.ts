import { DEVICE_TYPES } from '../../proto/device-types.js';
import { SHELL_COMMAND_NAMES } from './shell-commands.js';

const SWITCHES = ['screen', 'priors', 'preferences', 'resolve', 'explain'];
const OF_DOMAINS = ['foreground', 'domains', 'status', 'deploy', 'rollback'];

/**
 * What may stand where a line ends, for readline: all that begins as its last word does, and that word. Utterances are the
 * user's own, so there is nothing to complete in them.
 */
export function completionsOf(line: string, domains: readonly string[]): [string[], string] {
  if (!line.startsWith(':')) return [[], line];
  const [, command, blanks = '', rest = ''] = /^:(\S*)(\s*)(.*)$/u.exec(line) ?? [];
  if (blanks === '') {
    const names = SHELL_COMMAND_NAMES.map((name) => `:${name} `);
    return [names.filter((name) => name.startsWith(line)), line];
  }
  const words = rest.split(/\s+/u);
  const last = words.at(-1) ?? '';
  const isFirst = words.length === 1 || command === 'domains';
  const values = isFirst ? valuesOf(command ?? '', domains) : [];
  return [values.filter((value) => value.startsWith(last)), last];
}

function valuesOf(command: string, domains: readonly string[]): readonly string[] {
  if (command === 'device') return DEVICE_TYPES;
  if (SWITCHES.includes(command)) return ['on', 'off'];
  return OF_DOMAINS.includes(command) ? domains : [];
}
