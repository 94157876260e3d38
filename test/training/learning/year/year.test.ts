import { describe, expect, test } from 'vitest';
import type { CorpusRow } from '../../../../training/corpus/corpus-row.js';
import { type JudgedVisit, yearFigures } from '../../../../training/learning/year/figures.js';
import { answerKey, isRightAnswer, rightPlaceOf } from '../../../../training/learning/year/judgement.js';
import { checkedYear, readYearParameters } from '../../../../training/learning/year/parameters.js';
import { type Group, peopleOf, visitsOf } from '../../../../training/learning/year/people.js';
import { decoys, honestReaction, poisonedReaction } from '../../../../training/learning/year/reactions.js';
import { WantedGoals, wantedIn, yearRows } from '../../../../training/learning/year/year-goals.js';
import { seeded } from '../../../../training/numeric/random.js';

const parameters = readYearParameters();

const rows = Array.from({ length: 2_000 }, (_, index): CorpusRow => {
  const [domain, verb] = [
    ['music', 'play'],
    ['books', 'read'],
    ['other', 'bake'],
  ][index % 3] as [string, string];
  const text = `${index % 2 ? 'please ' : ''}${verb} number ${index}`;
  const start = text.indexOf('number');
  const slots = [{ name: 'track', value: `number ${index}`, start, end: text.length }];
  return { id: `r${index}`, text, domain, intent: verb, slots, source: 'year' };
});
const heard = new Map(rows.map(({ id, text }) => [id, id.endsWith('1') ? `<unk> ${text}` : `um ${text}`]));
const parts = yearRows(rows, heard, parameters, 1);
const wanted = (month: number): Record<Group, WantedGoals> => ({
  teaching: wantedIn(month, parts.teaching, parameters, 1),
  control: wantedIn(month, parts.control, parameters, 1),
  poisoned: new WantedGoals(parts.teaching.slice(0, 12), 0),
});
const meant = (index: number) => parts.teaching[index]!;
const answer = (goal: (typeof parts.teaching)[number]) => ({
  event: { decision: goal.meaning ? ('ACCEPT' as const) : ('REJECT' as const) },
  offered: goal.meaning ? [{ ...goal.meaning, work: { kind: 'song', title: 'x' } }] : [],
});

test('rows are parted by text: nobody says a labelled text, and the control group says what nobody else says', () => {
  const { labelled, gated, teaching, control } = parts;
  expect(labelled.length / rows.length).toBeCloseTo(parameters.labels.learned, 1);
  expect(gated.length / rows.length).toBeCloseTo(parameters.labels.gates, 1);
  const said = (goals: typeof teaching) => goals.flatMap(({ text, rephrases }) => [text, ...rephrases]);
  const texts = new Set([...labelled, ...gated].map(({ text }) => text));
  for (const text of [...said(teaching), ...said(control)]) expect(texts.has(text)).toBe(false);
  const others = new Set(said(teaching));
  for (const text of said(control)) expect(others.has(text)).toBe(false);
  expect(teaching.some(({ misheard }) => misheard?.includes('<unk>'))).toBe(false);
  expect(teaching.filter(({ meaning }) => meaning === undefined).length).toBeGreaterThan(50);
});

test('the goal of rank r is wanted r ** -zipf as often as the first', () => {
  const goals = new WantedGoals(parts.teaching.slice(0, 50), 1);
  const random = seeded(3);
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 40_000; draw++) {
    const { group } = goals.draw(random);
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const of = (rank: number) => counts.get(meant(rank - 1).group) ?? 0;
  expect(of(1) / of(2)).toBeCloseTo(2, 0);
  expect(of(1) / of(10) / 10).toBeCloseTo(1, 0);
  expect(goals.goalOf(meant(3))).toBe(meant(3));
  expect(() => goals.goalOf({ group: 'elsewhere' })).toThrow(/elsewhere/);
});

test('other works are wanted from the month in which the catalogues change', () => {
  const { catalogue, replaced } = parameters.incidents;
  const [before, after] = [catalogue - 1, catalogue].map((month) =>
    wantedIn(month, parts.teaching, parameters, 1).first(parameters.goals.count),
  );
  const same = before!.filter((goal, place) => goal === after![place]).length;
  expect(same / before!.length).toBeCloseTo(1 - replaced, 1);
  expect(new Set(after!.map(({ group }) => group)).size).toBe(after!.length);
});

test('nobody’s visits depend on who else is there, and those of a month are in it and in order', () => {
  const [all, honest] = [true, false].map((withPoison) =>
    visitsOf(2, peopleOf(parameters, withPoison), wanted(2), parameters, 1),
  );
  expect(all!.filter(({ person }) => person.group !== 'poisoned')).toEqual(honest);
  expect(new Set(all!.filter(({ person }) => person.group === 'poisoned').map(({ person }) => person.name)).size).toBe(
    5,
  );
  const times = all!.map(({ timeMs }) => timeMs);
  expect(times).toEqual([...times].sort((one, other) => one - other));
  const beganMs = Date.parse(parameters.begins) + 30 * 86_400_000;
  expect(times[0]).toBeGreaterThanOrEqual(beganMs);
  expect(times.at(-1)).toBeLessThan(beganMs + 30 * 86_400_000);
});

describe('an answer is right', () => {
  const goal = { meaning: { domain: 'music', intent: 'play', slots: [{ name: 'year', value: 'nineteen eighties' }] } };
  const offered = (value: string, intent = 'play') => ({
    domain: 'music',
    intent,
    slots: [{ name: 'year', value }],
    work: undefined,
  });
  const event = { decision: 'CLARIFY' as const };
  test('by domain, intent and spoken form of the slots, among what is offered', () => {
    expect(rightPlaceOf(goal, { event, offered: [offered('1970s'), offered('1980s')] })).toBe(1);
    expect(isRightAnswer(goal, { event, offered: [offered('1980s', 'find')] })).toBe(false);
    expect(isRightAnswer(goal, { event, offered: [] })).toBe(false);
    expect(isRightAnswer({ meaning: undefined }, { event, offered: [] })).toBe(true);
    expect(isRightAnswer({ meaning: undefined }, { event, offered: [offered('1980s')] })).toBe(false);
    expect(answerKey({ event, offered: [offered('1980s')] })).not.toBe(
      answerKey({ event: { decision: 'ACCEPT' }, offered: [offered('1980s')] }),
    );
  });
});

describe('reactions', () => {
  const person = { name: 'teaching-1', group: 'teaching' as const };
  const own = meant(parts.teaching.findIndex(({ meaning }) => meaning !== undefined));
  const other = parts.teaching.find(({ meaning }) => meaning !== undefined && meaning.domain !== own.meaning!.domain)!;
  const reactions = (noise: number, isRight: boolean, biased = false) =>
    Array.from({ length: 600 }, (_, index) =>
      honestReaction(
        { id: `${index}`, person, goal: own, text: own.text, attempt: 1, answer: answer(isRight ? own : other) },
        { ...parameters, noise, biased },
        wanted(1).teaching,
        1,
      ),
    );
  const again = (all: ReturnType<typeof reactions>) => all.filter(({ next }) => next?.isAgain).length / all.length;

  test('say the same again where the answer was wrong, and of the share of the noise the other way round', () => {
    const { right, wrong } = parameters.customers;
    // Now and then the other thing that is wanted next is the same again.
    for (const [share, expected] of [
      [again(reactions(0, false)), wrong.again],
      [again(reactions(0, true)), right.again],
      [again(reactions(1, true)), wrong.again],
    ] as const)
      expect(Math.abs(share - expected)).toBeLessThan(0.1);
    expect(reactions(0, false).some(({ next }) => next && own.rephrases.includes(next.text))).toBe(true);
  });

  test('of one in five of short texts tell nothing where customers are biased', () => {
    const silent = (biased: boolean) =>
      reactions(0, false, biased).filter(({ outcomes, next }) => outcomes.length === 0 && !next).length / 600;
    expect(silent(true) - silent(false)).toBeGreaterThan(0.08);
  });

  test('of the poisoned group deny what is right, and give its words another meaning', () => {
    const decoyOf = decoys([own, other]);
    const request = { id: 'p', person, goal: own, text: own.text, attempt: 1, answer: answer(own) };
    const { outcomes, next } = poisonedReaction(request, parameters, decoyOf, 1);
    expect(outcomes).toContainEqual({ type: 'barge_in', afterMs: 900 });
    expect(next).toMatchObject({ goal: other, text: other.text, isAgain: true });
    const taken = poisonedReaction(
      { ...request, goal: other, attempt: 2, answer: answer(other) },
      parameters,
      decoyOf,
      1,
    );
    expect(taken).toMatchObject({ outcomes: [{ type: 'playback', playedMs: 200_000 }], next: undefined });
  });
});

test('figures by hand: two customers, two months', () => {
  const visit = (id: string, month: number, isRight: boolean, group: Group = 'teaching', own = 'a'): JudgedVisit => ({
    ...{ id, month, isRight, group, person: `${group}-${id[0]}` },
    answer: own,
  });
  const fixed = [visit('a1', 1, false), visit('b1', 1, false), visit('a2', 2, false), visit('b2', 2, false)];
  const learning = [...fixed.slice(0, 2), visit('a2', 2, false), visit('b2', 2, true, 'teaching', 'b')];
  const figures = yearFigures({ learning, fixed, clean: fixed }, { resamples: 200, seed: 1 });
  expect(figures.months.map(({ learning: share }) => share)).toEqual([1, 0.5]);
  expect(figures.endOverStart.value).toBe(0.5);
  expect(figures.endOverStartFixed.value).toBe(1);
  expect(figures.learningOverFixed).toMatchObject({ value: 0.5, low: 0, high: 1 });
  expect(figures.moved.value).toBe(0.25);
  expect(figures.months[1]!.moved).toBe(0.5);
  expect(figures.controlOverFixed.value).toBeNaN();
});

test('parameters name the field that is wrong', () => {
  expect(() => checkedYear({ ...parameters, noise: 2 }, 'mine.json')).toThrow(/mine\.json: noise: /);
  expect(() => checkedYear({ ...parameters, people: { ...parameters.people, teaching: 1 } }, 'x')).toThrow(
    /people\.teaching/,
  );
  expect(() => readYearParameters('nowhere.json')).toThrow(/nowhere\.json: cannot be read/);
});
