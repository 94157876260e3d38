import { expect, it } from 'vitest';
import { domainBeliefs, withPrior } from '../../../console/explanation/prior-shift.js';
import { startOneProcess } from '../../support/console/one-process.js';

it("moves the answer by as much as the gateway's prior_flip says", async () => {
  const { client } = await startOneProcess();
  const reply = await client.interpret({
    ...{ utterance: 'play mary poppins', explain: true, maxHypotheses: 20, includeScreened: true },
    context: { deviceType: 'tv' },
  });
  const { domain, logOdds } = reply.priorFlip!;
  const winner = reply.hypotheses[0]!.domain;
  expect(domain).not.toBe(winner);
  expect(withPrior(reply, domain, 0)[0]).toMatchObject({ domain: winner, probability: reply.hypotheses[0]!.posterior });
  expect(withPrior(reply, domain, logOdds - 0.01)[0]!.domain).toBe(winner);
  expect(withPrior(reply, domain, logOdds + 0.01)[0]!.domain).toBe(domain);
});

it('beliefs after the prior are those by which the gateway made posteriors', async () => {
  const { client } = await startOneProcess();
  const reply = await client.interpret({
    ...{ utterance: 'play mary poppins', explain: true, maxHypotheses: 20, includeScreened: true },
    context: { deviceType: 'tv' },
  });
  for (const { domain, before, after } of domainBeliefs(reply)) {
    const own = reply.hypotheses.find((hypothesis) => hypothesis.domain === domain)!;
    expect(own.posterior).toBeCloseTo((own.confidence * after) / before, 6);
  }
});
