import { describe, expect, it } from 'vitest';
import { withGateway } from '../../cli/access/gateway-client.js';
import { askedOf, HALVES, readTurns } from '../bench/turns/rows.js';
import { isRight } from '../bench/turns/verdict.js';

describe('the shipped domains, over gRPC', () => {
  it('asks, and takes each kind of answer', async () => {
    await withGateway({}, async ({ interpretWhole }) => {
      const question = await interpretWhole({ utterance: 'play mary poppins' });
      expect(question.decision).toBe('DECISION_CLARIFY');
      const asked = question.readings;
      const say = async (utterance: string) => {
        const { decision, readings } = await interpretWhole({ utterance, asked });
        return [decision.replace('DECISION_', ''), ...readings.map(({ domain }) => domain)].join(' ');
      };
      const domains = asked.map(({ domain }) => domain);
      const words: Readonly<Record<string, string>> = { video: 'movie', books: 'audiobook', music: 'song' };
      for (const domain of domains) expect(await say(`the ${words[domain]} please`)).toBe(`ACCEPT ${domain}`);
      expect(await say('the second one')).toBe(`ACCEPT ${domains[1]}`);
      expect(await say('neither')).toBe('REJECT');
      expect(await say('mary poppins')).toBe(`CLARIFY ${domains.join(' ')}`);
      expect(await say('what did you say')).toBe(`CLARIFY ${domains.join(' ')}`);
      expect(await say("what's the weather")).toBe('REJECT');
      expect(await say('play some jazz')).toBe('ACCEPT music');
      // The chosen reading is the very one that was offered.
      const { readings } = await interpretWhole({ utterance: 'the first one', asked });
      expect(readings[0]?.hypothesis).toEqual(asked[0]?.hypothesis);
    });
  });

  it.each(HALVES)('understands 95 %% of the %s answers', async (half) => {
    await withGateway({}, async ({ interpretWhole }) => {
      const rows = readTurns(half);
      const rights = await Promise.all(
        rows.map(async (row) => isRight(row, await interpretWhole({ utterance: row.said, asked: askedOf(row) }))),
      );
      expect(rights.filter(Boolean).length / rows.length).toBeGreaterThanOrEqual(0.95);
    });
  });
});
