import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Outcome } from '../../proto/gen/nlu/v1/Outcome.js';
import type { Playback } from '../../proto/gen/nlu/v1/Playback.js';
import type { Served } from '../../proto/gen/nlu/v1/Served.js';
import { NluError } from '../../serving/errors.js';
import { share, wholeNumber } from '../options.js';

/** What came of an answer: exactly one of these, and what goes with it. */
export interface WhatFlags {
  readonly bargeIn?: number;
  readonly played?: Pick<Playback, 'playedMs' | 'ofMs'>;
  readonly choice?: number | 'none';
  readonly answer?: 'yes' | 'no' | 'unsure';
  readonly stop?: boolean;
  readonly served?: Served;
  readonly entity?: string;
  readonly propensity?: number;
}

/** Adds the options that say what came of an answer; their values are WhatFlags. */
export function withWhatOptions(command: Command): Command {
  return command
    .option('--barge-in <ms>', 'the user spoke into the response, so long after it began', wholeNumber)
    .option('--played <ms/of>', 'so much was played of so much in ms, such as 9000/180000; of 0: not known', played)
    .option('--entity <id>', 'with --played: what was played')
    .option('--choice <place>', 'the reading that the user chose, counted from 0, or none', choice)
    .addOption(
      new Option('--answer <answer>', 'what the user said when asked whether it was right').choices([
        'yes',
        'no',
        'unsure',
      ]),
    )
    .option('--propensity <p>', 'with --answer: with which probability it was asked', share)
    .option('--stop', 'the user stopped it')
    .option('--served <domain/intent>', 'what was done in the end, where that was something else', served);
}

/**
 * The part of an outcome that says what came about.
 * @throws NluError INVALID_ARGUMENT unless it is one thing
 */
export function outcomeOf({ entity, propensity, ...flags }: WhatFlags): Partial<Outcome> {
  const { bargeIn, played, choice, answer, stop, served } = flags;
  const what: Partial<Outcome>[] = [
    ...(bargeIn === undefined ? [] : [{ bargeIn: { afterMs: bargeIn } }]),
    ...(played === undefined ? [] : [{ playback: { ...played, entity: entity ?? '' } }]),
    ...(choice === undefined ? [] : [{ choice: choice === 'none' ? {} : { reading: choice } }]),
    ...(answer === undefined
      ? []
      : [{ answer: { value: ANSWERS[answer], ...(propensity !== undefined && { propensity }) } }]),
    ...(stop ? [{ stop: {} }] : []),
    ...(served === undefined ? [] : [{ served }]),
  ];
  if (what.length !== 1) {
    const all = '--barge-in, --played, --choice, --answer, --stop or --served';
    throw new NluError('INVALID_ARGUMENT', `say one thing that came of the answer: ${all}`);
  }
  if (entity !== undefined && played === undefined)
    throw new NluError('INVALID_ARGUMENT', '--entity goes with --played');
  if (propensity !== undefined && answer === undefined)
    throw new NluError('INVALID_ARGUMENT', '--propensity goes with --answer');
  return what[0];
}

const ANSWERS = { yes: 'ANSWER_VALUE_YES', no: 'ANSWER_VALUE_NO', unsure: 'ANSWER_VALUE_UNSURE' } as const;

function played(text: string): Pick<Playback, 'playedMs' | 'ofMs'> {
  const [, playedMs, ofMs] = /^(\d{1,9})\/(\d{1,9})$/u.exec(text) ?? [];
  if (playedMs === undefined) throw new InvalidArgumentError('Give it as ms/of, such as 9000/180000.');
  return { playedMs: Number(playedMs), ofMs: Number(ofMs) };
}

function choice(text: string): number | 'none' {
  if (text === 'none') return text;
  if (/^\d$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a place from 0 to 9, or none.');
}

function served(text: string): Served {
  const [, domain, intent] = /^([^/]+)\/([^/]+)$/u.exec(text) ?? [];
  if (domain === undefined) throw new InvalidArgumentError('Give it as domain/intent.');
  return { domain, intent };
}
