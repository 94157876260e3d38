import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completionsOf } from '../../../cli/shell/completion.js';
import { deploymentArguments } from '../../../cli/shell/deployment-line.js';
import { natsArguments } from '../../../cli/shell/nats-arguments.js';
import { historyPath, keepLine, readHistory, trimHistory } from '../../../cli/shell/prompt/history-file.js';
import { SHELL_COMMAND_NAMES, shellHelp, unknownCommandText } from '../../../cli/shell/shell-commands.js';
import { parseShellLine } from '../../../cli/shell/shell-line.js';
import { type ShellSettings, settingsText, shellRequest, withSetting } from '../../../cli/shell/shell-settings.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';

const DOMAINS = ['books', 'music', 'video'];

describe('a line', () => {
  it.each([
    ['  ', { kind: 'nothing' }],
    [" don't play it ", { kind: 'utterance', text: "don't play it" }],
    [':device tv', { kind: 'command', name: 'device', words: ['tv'] }],
    [
      `:deploy music a.bundle --why "more 'new' words"`,
      command('deploy', 'music', 'a.bundle', '--why', "more 'new' words"),
    ],
    [":customer 'c 1'", command('customer', 'c 1')],
    [':', command('')],
  ])('%j is read', (line, parsed) => {
    expect(parseShellLine(line)).toEqual(parsed);
  });

  it('is refused where a quote has no end', () => {
    expect(() => parseShellLine(':customer "c 1')).toThrow('this quote has no end');
  });

  function command(name: string, ...words: string[]) {
    return { kind: 'command', name, words };
  }
});

it('suggests the nearest command, and none that is far', () => {
  expect(unknownCommandText('devise')).toBe(':devise is no command; did you mean :device?');
  expect(unknownCommandText('xyzzy')).toBe(':xyzzy is no command; :help lists them');
});

it('helps with every command, in 80 columns', () => {
  const lines = shellHelp().split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(SHELL_COMMAND_NAMES.filter((name) => !lines.some((line) => line.startsWith(`  :${name} `)))).toEqual([]);
});

describe('settings', () => {
  const set = (lines: readonly string[]) =>
    lines.reduce<ShellSettings>((settings, line) => {
      const [field = '', ...words] = line.split(' ');
      return withSetting(settings, field as keyof ShellSettings, words, DOMAINS);
    }, {});

  it('become a request', () => {
    const settings = set([
      'device tv',
      'screen no',
      'foreground music',
      'recent video@2026-01-15T20:10:00Z',
      'wake 0.5',
    ]);
    expect(shellRequest('play', settings, [])).toMatchObject({
      utterance: 'play',
      context: {
        deviceType: 'tv',
        hasScreen: false,
        foregroundDomain: 'music',
        recent: [{ domain: 'video', time: '2026-01-15T20:10:00Z' }],
      },
      wakeConfidence: 0.5,
      applyPriors: true,
      explain: true,
      resolve: false,
    });
    expect(shellRequest('play', {}, []).context).not.toHaveProperty('hasScreen');
  });

  it('are unset, and switches turned, by the name alone', () => {
    expect(set(['device tv', 'device'])).toEqual({});
    expect(set(['explain', 'resolve', 'resolve', 'priors'])).toEqual({ explain: true, resolve: false, priors: false });
    expect(settingsText(set(['max 5', 'explain', 'domains books music']))).toBe(
      ':domains books music\n:max 5\n:explain on',
    );
  });

  it.each([
    ['device tvv', ':device tvv: did you mean tv?'],
    ['foreground musc', ':foreground musc: did you mean music?'],
    ['domains books games', ':domains games: one of books, music, video'],
    ['wake 2', ':wake 2: it must be a number from 0 to 1'],
    ['max 0', ':max 0: it must be a whole number from 1'],
    ['recent music', ':recent music: it must be DOMAIN@ISO'],
    ['explain maybe', ':explain maybe: one of on, off, yes, no'],
    ['customer c 1', ':customer takes one word, or several in quotes: "c 1"'],
  ])('%s is refused', (line, problem) => {
    expect(() => set([line])).toThrow(problem);
  });
});

it.each([
  [':de', [':device ', ':deploy ']],
  [':device t', ['tv', 'tablet']],
  [':foreground ', DOMAINS],
  [':domains books m', ['music']],
  [':deploy music b', []],
  [':explain o', ['on', 'off']],
  ['play mu', []],
])('%j is completed', (line, completions) => {
  expect(completionsOf(line, DOMAINS)[0]).toEqual(completions);
});

it('takes the bundle of :deploy without its option, and with it', () => {
  expect(deploymentArguments('deploy', ['music', 'a.bundle', '--force'])).toEqual([
    ...['music', '--bundle', 'a.bundle', '--force'],
  ]);
  expect(deploymentArguments('deploy', ['music', '--bundle', 'a'])).toEqual(['music', '--bundle', 'a']);
  expect(deploymentArguments('rollback', ['music', '--to', '1'])).toEqual(['music', '--to', '1']);
  expect(natsArguments(['a:1', 'b:2'], { natsToken: 't' })).toEqual(['--nats-token', 't', '--nats', 'a:1', 'b:2']);
  expect(natsArguments(undefined, {})).toBeUndefined();
});

describe('history', () => {
  it('lies under XDG_STATE_HOME, which counts where it is a whole path', () => {
    expect(historyPath({ XDG_STATE_HOME: '/state' })).toBe('/state/nlu-reranker/shell-history');
    expect(historyPath({ XDG_STATE_HOME: 'state' })).toMatch(/^\/.*\.local\/state\/nlu-reranker\/shell-history$/u);
  });

  it('is kept for the user alone, latest first', () => {
    const file = join(temporaryFolder(), 'new', 'history');
    expect(readHistory(file)).toEqual([]);
    for (const line of ['one', 'two']) keepLine(file, line);
    expect(readHistory(file)).toEqual(['two', 'one']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const open = temporaryFile('history', 'one\n', 0o644);
    keepLine(open, 'two');
    expect(statSync(open).mode & 0o777).toBe(0o600);
  });

  it('keeps the last thousand lines', () => {
    const file = temporaryFile('history', Array.from({ length: 2_000 }, (_, line) => `${line}\n`).join(''));
    trimHistory(file);
    expect([readHistory(file).length, readHistory(file)[0], readHistory(file).at(-1)]).toEqual([1_000, '1999', '1000']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
