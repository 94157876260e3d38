import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { type AnswerRules, answerRules } from '../../../gateway/answer/answer-rules.js';
import { domainsToAskInFull, type FirstReply } from '../../../gateway/answer/domains-to-ask-in-full.js';
import { checkContext, type DeviceContext } from '../../../gateway/answer/priors/context.js';
import { priorTableSchema } from '../../../gateway/answer/priors/prior-table.js';
import { titleShares } from '../../../gateway/answer/priors/title-shares.js';
import { NluError } from '../../../serving/errors.js';
import { deferred } from '../../support/deferred.js';
import { temporaryFolder } from '../../support/files.js';
import type { DomainScript } from '../../support/servers/domain-peer.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

/** A domain that screens out every utterance: its one hypothesis is for those who want it, and counted in `asked`. */
function screening(domain: string, asked: boolean[], confidence = 0.001): DomainScript {
  return {
    interpret: async ({ skipScreened }) => {
      asked.push(skipScreened);
      return replyOf(domain, skipScreened ? [] : [confidence], {
        inDomain: confidence,
        hypothesesLeftOut: skipScreened,
      });
    },
  };
}

const NEVER_REJECTS = { rejection: { inDomain: 0 } };
const names = ({ hypotheses }: { hypotheses: readonly { domain: string }[] }) => hypotheses.map(({ domain }) => domain);

describe('a domain that screens an utterance out', () => {
  const sure: DomainScript = { interpret: async () => replyOf('music', [0.9]) };

  it('adds its in-domain probability to the answer and no hypothesis, and is asked once', async () => {
    const asked: boolean[] = [];
    const gateway = await gatewayBefore({ music: sure, books: screening('books', asked) }, NEVER_REJECTS);
    const response = await gateway.interpret({ utterance: 'play' });
    expect(names(response)).toEqual(['music']);
    expect(response.domains[1]).toMatchObject({ domain: 'books', status: 'DOMAIN_STATUS_CODE_OK', inDomain: 0.001 });
    expect(response).toMatchObject({ decision: 'DECISION_ACCEPT', degraded: false });
    expect(asked).toEqual([true]);
  });

  it.each([{ includeScreened: true }, { explain: true }])('is asked in full by %o', async (wish) => {
    const asked: boolean[] = [];
    const gateway = await gatewayBefore({ music: sure, books: screening('books', asked) });
    expect(names(await gateway.interpret({ utterance: 'play', ...wish }))).toEqual(['music', 'books']);
    expect(asked).toEqual([false]);
  });
});

describe('an utterance that every domain screens out', () => {
  it('is rejected without hypotheses', async () => {
    const asked: boolean[] = [];
    const gateway = await gatewayBefore({ music: screening('music', asked), books: screening('books', asked) });
    const response = await gateway.interpret({ utterance: 'what is the weather' });
    expect(response).toMatchObject({ decision: 'DECISION_REJECT', hypotheses: [], readings: [], degraded: false });
    expect(asked).toEqual([true, true]);
  });

  it('is sent again where nothing is rejected, and the best hypothesis wins', async () => {
    const asked: boolean[] = [];
    const [music, books] = [screening('music', asked, 0.0001), screening('books', asked)];
    const gateway = await gatewayBefore({ music, books }, NEVER_REJECTS);
    const response = await gateway.interpret({ utterance: 'what is the weather' });
    expect(names(response)).toEqual(['books', 'music']);
    expect(response).toMatchObject({ decision: 'DECISION_ACCEPT', degraded: false });
    expect(asked).toEqual([true, true, false, false]);
  });

  it('is not sent again where a domain without hypotheses reports a high in-domain probability', async () => {
    const asked: boolean[] = [];
    const empty: DomainScript = {
      interpret: async ({ skipScreened }) => {
        asked.push(skipScreened);
        return replyOf('music', [], { inDomain: 0.9 });
      },
    };
    const gateway = await gatewayBefore({ music: empty });
    expect(await gateway.interpret({ utterance: 'play' })).toMatchObject({ hypotheses: [], degraded: false });
    expect(asked).toEqual([true]);
  });

  it('leaves a domain alone that failed the first time, and misses one that fails the second', async () => {
    const down: DomainScript = { interpret: () => Promise.reject(new NluError('INTERNAL', 'down')) };
    const tired: DomainScript = {
      interpret: async ({ skipScreened }) => {
        if (!skipScreened) throw new NluError('INTERNAL', 'tired');
        return replyOf('video', [], { inDomain: 0.001, hypothesesLeftOut: true });
      },
    };
    const domains = { music: down, books: screening('books', []), video: tired };
    const gateway = await gatewayBefore(domains, NEVER_REJECTS);
    const response = await gateway.interpret({ utterance: 'what is the weather' });
    expect(names(response)).toEqual(['books']);
    expect(response.degraded).toBe(true);
    const told = response.domains.map(({ status, message }) => [status, message]);
    expect(told).toEqual([
      ['DOMAIN_STATUS_CODE_ERROR', 'down'],
      ['DOMAIN_STATUS_CODE_OK', ''],
      ['DOMAIN_STATUS_CODE_ERROR', 'tired'],
    ]);
  });

  test('both rounds share one deadline', async () => {
    const never = deferred<never>();
    const books: DomainScript = {
      interpret: async ({ skipScreened }) => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        return skipScreened ? replyOf('books', [], { inDomain: 0.001, hypothesesLeftOut: true }) : never.promise;
      },
    };
    const gateway = await gatewayBefore({ books }, NEVER_REJECTS);
    const begunMs = performance.now();
    await expect(gateway.interpret({ utterance: 'play' }, { timeoutMs: 900 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('books DEADLINE'),
    });
    expect(performance.now() - begunMs).toBeLessThan(900);
  });
});

/** On a tv video is e^6 times likelier. Only the context shares a listed title, and from .3 on a reading is offered. */
const byContext = {
  base: { music: 0.5, video: 0.5 },
  weights: { device_type: { tv: { music: 0, video: 6 } } },
  titles: { behind: 0, listed: 0, listedWhenSure: 0, popularity: 0, context: 1, offsets: { music: 2, video: 0 } },
  clarify: { coverage: 0.95, minShare: 0.3 },
};

describe('a listed title, of which one domain is sure that it is not its own', () => {
  const table = priorTableSchema.parse(byContext);
  const offers = (music: Partial<FirstReply>, video: Partial<FirstReply>) =>
    new Map([
      ['music', { inDomain: 0.3, hypotheses: [{}], hypothesesLeftOut: false, ...music }],
      ['video', { inDomain: 0.001, hypotheses: [], hypothesesLeftOut: true, ...video }],
    ]);
  const listed = { listedPopularity: 0.5 };
  const on = (deviceType: string) => checkContext({ deviceType, recent: [] });
  const rules = answerRules(table, true, { inDomain: 0.2 });
  const needed = (replies: ReadonlyMap<string, FirstReply>, context: DeviceContext, by: AnswerRules) =>
    domainsToAskInFull(replies, titleShares(by.priors, replies, context), by);

  it('is needed where its share would be offered or is the largest', () => {
    expect(needed(offers(listed, {}), on('tv'), rules)).toEqual(['video']);
    expect(needed(offers(listed, {}), on(''), rules)).toEqual([]);
    const never = answerRules({ ...table, clarify: undefined }, true, { inDomain: 0.2 });
    expect(needed(offers(listed, {}), on('tv'), never)).toEqual(['video']);
  });

  it('is not needed where no catalogue lists it, no prior is applied, or nothing was left out', () => {
    expect(needed(offers({}, {}), on('tv'), rules)).toEqual([]);
    expect(needed(offers(listed, {}), on('tv'), { ...rules, priors: undefined })).toEqual([]);
    expect(needed(offers(listed, { hypotheses: [{}], hypothesesLeftOut: false }), on('tv'), rules)).toEqual([]);
    expect(needed(offers(listed, { hypothesesLeftOut: false }), on('tv'), rules)).toEqual([]);
    expect(needed(new Map(), on('tv'), rules)).toEqual([]);
  });

  it('is asked again by the gateway, and offered', async () => {
    const priors = join(temporaryFolder(), 'priors.json');
    writeFileSync(priors, JSON.stringify(byContext));
    const asked: boolean[] = [];
    const music: DomainScript = { interpret: async () => replyOf('music', [0.6], listed) };
    const gateway = await gatewayBefore({ music, video: screening('video', asked) }, { priors });
    const onTv = await gateway.interpret({ utterance: 'play it', context: { deviceType: 'tv' } });
    expect(onTv.readings.map(({ domain }) => domain)).toEqual(['video']);
    const unknown = await gateway.interpret({ utterance: 'play it' });
    expect(unknown.readings.map(({ domain }) => domain)).toEqual(['music']);
    expect(asked).toEqual([true, false, true]);
  });
});
