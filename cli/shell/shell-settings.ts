import { DEVICE_TYPES } from '../../proto/device-types.js';
import type { InterpretRequest } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { Reading } from '../../proto/gen/nlu/v1/Reading.js';
import type { RecentActivity } from '../../proto/gen/nlu/v1/RecentActivity.js';
import { NluError } from '../../serving/errors.js';
import { nearestOf } from './nearest.js';
import type { ShellCommandName } from './shell-commands.js';

/** What holds for the utterances to come. Absent: not set. */
export interface ShellSettings {
  readonly device?: string;
  readonly screen?: boolean;
  readonly foreground?: string;
  readonly locale?: string;
  readonly time?: string;
  readonly recent?: readonly RecentActivity[];
  readonly customer?: string;
  readonly session?: string;
  /** P(spoken to), in [0, 1]. */
  readonly wake?: number;
  readonly domains?: readonly string[];
  /** Hypotheses to show at most. */
  readonly max?: number;
  /** Whether priors and preferences count; absent: they do. */
  readonly priors?: boolean;
  readonly preferences?: boolean;
  /** Whether catalogues are looked in, and whether answers are explained in full; absent: neither. */
  readonly resolve?: boolean;
  readonly explain?: boolean;
}

type Field = keyof ShellSettings;

const SHOWN_HYPOTHESES = 3;
const FIELDS: readonly Field[] = [
  ...(['device', 'screen', 'foreground', 'locale', 'time', 'recent', 'customer', 'session'] as const),
  ...(['wake', 'domains', 'max', 'priors', 'preferences', 'resolve', 'explain'] as const),
];

/** Whether a command sets something. */
export function isSetting(name: ShellCommandName): name is ShellCommandName & Field {
  return (FIELDS as readonly string[]).includes(name);
}

/**
 * Settings with one of them changed. Without words it is unset; a switch is turned.
 * @param known names of the gateway's domains; none where they are not known, and any is taken then
 * @throws NluError INVALID_ARGUMENT naming what was typed, and what may be
 */
export function withSetting(
  settings: ShellSettings,
  field: Field,
  words: readonly string[],
  known: readonly string[],
): ShellSettings {
  const { [field]: before, ...others } = settings;
  if (words.length === 0) {
    if (field === 'resolve' || field === 'explain') return { ...others, [field]: before !== true };
    if (field === 'priors' || field === 'preferences') return { ...others, [field]: before === false };
    return others;
  }
  if (words.length > 1 && field !== 'domains' && field !== 'recent') {
    throw new NluError('INVALID_ARGUMENT', `:${field} takes one word, or several in quotes: "${words.join(' ')}"`);
  }
  return { ...others, [field]: settingOf(field, words, known) };
}

function settingOf(field: Field, words: readonly string[], known: readonly string[]): unknown {
  const [word = ''] = words;
  switch (field) {
    case 'device':
      return oneOf(':device', word, DEVICE_TYPES);
    case 'foreground':
      return known.length === 0 ? word : oneOf(':foreground', word, known);
    case 'domains':
      return known.length === 0 ? words : words.map((name) => oneOf(':domains', name, known));
    case 'recent':
      return words.map(activityOf);
    case 'wake':
      return numberOf(':wake', word, (value) => value >= 0 && value <= 1, 'a number from 0 to 1');
    case 'max':
      return numberOf(':max', word, (value) => Number.isInteger(value) && value > 0, 'a whole number from 1');
    case 'screen':
    case 'priors':
    case 'preferences':
    case 'resolve':
    case 'explain':
      return ['on', 'yes'].includes(oneOf(`:${field}`, word, ['on', 'off', 'yes', 'no']));
    default:
      return word;
  }
}

function oneOf(command: string, word: string, names: readonly string[]): string {
  if (names.includes(word)) return word;
  const meant = nearestOf(word, names);
  const hint = meant === undefined ? `one of ${names.join(', ')}` : `did you mean ${meant}?`;
  throw new NluError('INVALID_ARGUMENT', `${command} ${word}: ${hint}`);
}

function numberOf(command: string, word: string, fits: (value: number) => boolean, wanted: string): number {
  if (word.trim() !== '' && fits(Number(word))) return Number(word);
  throw new NluError('INVALID_ARGUMENT', `${command} ${word}: it must be ${wanted}`);
}

function activityOf(word: string): RecentActivity {
  const at = word.indexOf('@');
  if (at > 0) return { domain: word.slice(0, at), time: word.slice(at + 1) };
  throw new NluError('INVALID_ARGUMENT', `:recent ${word}: it must be DOMAIN@ISO, music@2026-01-15T20:10:00Z`);
}

/** What a setting is now, in words. */
export function settingText(field: Field, value: ShellSettings[Field]): string {
  return value === undefined ? `${field} is not set` : `${field} is ${writtenOf(value)}`;
}

/** What is set, as the commands that set it; one line each. */
export function settingsText(settings: ShellSettings): string {
  const lines = FIELDS.filter((field) => settings[field] !== undefined).map(
    (field) => `:${field} ${writtenOf(settings[field])}`,
  );
  return lines.length === 0 ? 'nothing is set' : lines.join('\n');
}

function writtenOf(value: ShellSettings[Field]): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value !== 'object') return String(value);
  return value.map((one) => (typeof one === 'string' ? one : `${one.domain}@${one.time}`)).join(' ');
}

/**
 * The request for an utterance. It always asks for explanations, since the answer says why.
 * @param asked the readings of the question that the utterance may answer; none where nothing was asked
 */
export function shellRequest(utterance: string, settings: ShellSettings, asked: Reading[]): InterpretRequest {
  const { device, screen, foreground, locale, time, recent, customer, session, wake, domains, max } = settings;
  return {
    utterance,
    context: {
      deviceType: device ?? '',
      foregroundDomain: foreground ?? '',
      locale: locale ?? '',
      localTime: time ?? '',
      recent: [...(recent ?? [])],
      ...(screen !== undefined && { hasScreen: screen }),
    },
    customer: customer ?? '',
    session: session ?? '',
    ...(wake !== undefined && { wakeConfidence: wake }),
    domains: [...(domains ?? [])],
    maxHypotheses: max ?? SHOWN_HYPOTHESES,
    applyPriors: settings.priors ?? true,
    applyPreferences: settings.preferences ?? true,
    resolve: settings.resolve ?? false,
    explain: true,
    includeScreened: true,
    asked,
  };
}
