import type { Hypothesis } from '../../../proto/gen/nlu/v1/Hypothesis.js';
import type { ResolveRequest__Output } from '../../../proto/gen/nlu/v1/ResolveRequest.js';
import type { ResolveResponse } from '../../../proto/gen/nlu/v1/ResolveResponse.js';
import { NluError } from '../../../serving/errors.js';
import type { DomainScript } from './domain-peer.js';
import { hypothesisOf, replyOf } from './domain-reply.js';

/** A slot of "play the tower" or "play giant steps", with its place. */
const slot = (utterance: string, name: string, value: string) => {
  const start = utterance.indexOf(value);
  return { name, value, start, end: start + value.length };
};

/** A domain's reply to "play X": X is the value of one of these slots, each a hypothesis with its confidence. */
function playing(domain: string, intent: string, readings: readonly (readonly [slot: string, confidence: number])[]) {
  return async ({ utterance }: { readonly utterance: string }) => {
    const title = utterance.replace(/^play /, '');
    const hypotheses = readings.map(([name, confidence]): Hypothesis => {
      return hypothesisOf(domain, confidence, { intent, slots: [slot(utterance, name, title)], title });
    });
    const inDomain = readings.reduce((sum, [, confidence]) => sum + confidence, 0);
    return replyOf(domain, [], { hypotheses, inDomain });
  };
}

const entities = {
  tower: { id: 'm-tower', kind: 'movie', title: 'The Tower', year: 2012 },
  series: { id: 's-tower', kind: 'series', title: 'The Tower', year: 2021 },
};

/** Looks up ids, and refuses kinds that the catalogue has not, as a domain does. */
async function resolve({ entity, kinds, requestId }: ResolveRequest__Output): Promise<ResolveResponse> {
  const wrong = kinds.find((kind) => !['movie', 'series'].includes(kind));
  if (wrong) throw new NluError('INVALID_ARGUMENT', `kinds: the catalogue has no ${wrong}; it has movie, series`);
  return { requestId, entities: Object.values(entities).filter(({ id }) => id === entity), catalogueVersion: 'v1' };
}

/** What the video domain of `preferringDomains` says that "the tower" means, and how sure it is. */
const found = {
  entities: [
    { ...entities.tower, probability: 0.5, strategies: ['exact'], slots: ['object_name'] },
    { ...entities.series, probability: 0.3, strategies: ['exact'], slots: ['object_name'] },
  ],
  entityNone: 0.1,
};

const describe = (domain: string, intents: Readonly<Record<string, readonly string[]>>) => async () => ({
  domain,
  bundleVersion: `${domain}-1`,
  intents: Object.entries(intents).map(([name, slots]) => ({ name, slots: [...slots] })),
});

/**
 * Three domains that nearly agree on "play the tower": a book is a little likelier than a film. Music plays a track or an album,
 * the track being likelier, and has intents with a slot for the service.
 */
export function preferringDomains(): Record<'music' | 'books' | 'video', DomainScript> {
  const video = playing('video', 'PlayVideo', [['object_name', 0.4]]);
  return {
    music: {
      interpret: playing('music', 'PlayMusic', [
        ['track', 0.06],
        ['album', 0.04],
      ]),
      describe: describe('music', {
        PlayMusic: ['track', 'album', 'artist', 'service'],
        PlayRadio: ['station', 'service'],
        WhatIsPlaying: ['music_item'],
      }),
    },
    books: {
      interpret: playing('books', 'ReadBook', [['object_name', 0.45]]),
      describe: describe('books', { ReadBook: ['object_name', 'author'] }),
    },
    video: {
      interpret: async (request) => {
        const reply = await video(request);
        if (!request.entities) return reply;
        return {
          ...reply,
          catalogueVersion: 'v1',
          hypotheses: (reply.hypotheses ?? []).map((each) => ({ ...each, ...found })),
        };
      },
      describe: describe('video', { PlayVideo: ['object_name', 'genre', 'service'] }),
      resolve,
    },
  };
}
