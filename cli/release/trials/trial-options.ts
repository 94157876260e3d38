import { type Command, InvalidArgumentError, Option } from 'commander';
import { MOST_PERCENT, type Trial, trialSchema } from '../../../bundles/lifecycle/trials/trial.js';
import { NluError } from '../../../serving/errors.js';
import { positiveInteger } from '../../options.js';
import type { PlannedTrial } from './start-trial.js';

/** Exit codes of a watch: the candidate was worse and is withdrawn, and the trial was ended by somebody or by its time. */
export const WITHDRAWN_AS_WORSE = 4;
export const TRIAL_ENDED = 5;

const DEFAULT_HOURS = 24;
const DEFAULT_EVERY = 5;
const DEFAULT_ALPHA = 0.01;
const HOUR_MS = 3_600_000;

/** Whether and how `deploy` has a bundle tried. */
export interface TrialFlags {
  readonly shadow?: boolean;
  readonly share?: number;
  readonly trialHours?: number;
}

/** How a trial is looked at. Absent flags have their defaults. */
export interface WatchFlags {
  readonly watch?: boolean;
  readonly metrics?: readonly string[];
  readonly alpha?: number;
  readonly every?: number;
  readonly promoteAfter?: number;
}

export function withTrialOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--shadow',
        'try it: let it score every request beside the active version, and serve nothing of it',
      ).conflicts('share'),
    )
    .addOption(
      new Option('--share <percent>', `try it: let it answer so many percent of the customers, at most ${MOST_PERCENT}`)
        .argParser(percent)
        .conflicts('shadow'),
    )
    .addOption(
      new Option('--trial-hours <hours>', `end the trial after so long (default: ${DEFAULT_HOURS})`).argParser(hours),
    );
}

export function withWatchOptions(command: Command): Command {
  return command
    .option(
      '--watch',
      'look at the trial again and again, and withdraw the version when the test says that it is worse',
    )
    .addOption(
      new Option(
        '--metrics <url>',
        'of a share: test as well what comes of answers, as this gateway counts it (its operations port); repeat it',
      ).argParser(collectUrls),
    )
    .addOption(
      new Option(
        '--alpha <share>',
        `share of healthy versions that may be called worse (default: ${DEFAULT_ALPHA})`,
      ).argParser(alpha),
    )
    .addOption(
      new Option('--every <seconds>', `with --watch: time between two looks (default: ${DEFAULT_EVERY})`).argParser(
        seconds,
      ),
    )
    .addOption(
      new Option(
        '--promote-after <requests>',
        'with --watch: promote it once it has had so many requests and is not called worse',
      ).argParser(positiveInteger),
    );
}

/**
 * The trial that flags ask for; undefined: none.
 * @throws NluError INVALID_ARGUMENT for a flag of trials without one
 */
export function plannedTrial({ shadow, share, trialHours }: TrialFlags): PlannedTrial | undefined {
  const plan: Trial | undefined = shadow
    ? { mode: 'shadow' }
    : share === undefined
      ? undefined
      : { mode: 'share', percent: share };
  if (plan) return { plan, lastsMs: (trialHours ?? DEFAULT_HOURS) * HOUR_MS };
  if (trialHours === undefined) return undefined;
  throw new NluError('INVALID_ARGUMENT', '--trial-hours: nothing is tried; add --shadow or --share 5, or leave it out');
}

/** How to look at a trial by flags, with their defaults. */
export function lookOptions({ metrics = [], alpha = DEFAULT_ALPHA, every = DEFAULT_EVERY, promoteAfter }: WatchFlags) {
  return { metrics, alpha, everyMs: every * 1000, promoteAfter };
}

/** @throws NluError INVALID_ARGUMENT for a flag that has no meaning without --watch. @param all those that have none */
export function checkWatchFlags(flags: WatchFlags, all: readonly (keyof WatchFlags)[]): void {
  if (flags.watch) return;
  const useless = all.find((name) => flags[name] !== undefined);
  if (useless === undefined) return;
  const option = `--${useless.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new NluError('INVALID_ARGUMENT', `${option}: nothing is watched; add --watch, or leave it out`);
}

function percent(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && trialSchema.safeParse({ mode: 'share', percent: number }).success) return number;
  throw new InvalidArgumentError(
    `Give percent of the customers, above 0 and at most ${MOST_PERCENT} in steps of 0.01, such as 5.`,
  );
}

function hours(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number > 0 && number <= 24 * 90) return number;
  throw new InvalidArgumentError('Give hours, above 0 and at most 2160, such as 48.');
}

function seconds(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= 0.1 && number <= 3_600) return number;
  throw new InvalidArgumentError('Give seconds, from 0.1 to 3600, such as 5.');
}

function alpha(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number > 0 && number <= 0.5) return number;
  throw new InvalidArgumentError('Give a share above 0 and at most 0.5, such as 0.01.');
}

function collectUrls(value: string, earlier: readonly string[] = []): string[] {
  const form = 'Give it as http://HOST:PORT/metrics.';
  if (!URL.canParse(value)) throw new InvalidArgumentError(form);
  const url = new URL(value);
  if (!/^https?:$/u.test(url.protocol)) throw new InvalidArgumentError(form);
  if (url.pathname === '/') url.pathname = '/metrics';
  return [...earlier, url.href];
}
