import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withGateway } from '../../cli/access/gateway-client.js';
import { bundledModels, releaseModels } from '../../cli/release/gates/active-models.js';
import { callerAnswer } from '../../cli/release/gates/caller-answer.js';
import { interpretTexts } from '../../cli/release/gates/interpret-texts.js';
import { answerRules } from '../../gateway/answer/answer-rules.js';
import { HEARING_RULES, weighHearings } from '../../gateway/answer/hearings/weights.js';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import { projectRoot } from '../../serving/project.js';
import { temporaryFile } from '../support/files.js';
import { startProgram } from '../support/servers/program.js';

const LISTS = [
  [
    { text: 'lay sum jars', confidence: 0.4 },
    { text: 'play some jazz', confidence: 0.35 },
    { text: 'play sum jazz', confidence: 0.25 },
  ],
  [{ text: 'find the novel doom' }, { text: 'find the novel dune' }, { text: 'fine the novel dune' }],
  [
    { text: 'what is the weather in paris', confidence: 0.9 },
    { text: 'what is the weather in parish', confidence: 0.1 },
  ],
];

describe('the shipped domains, over gRPC', () => {
  it('answer an n-best list, as replay does offline', async () => {
    const models = await bundledModels();
    const rules = answerRules(loadPriorTable());
    await withGateway({}, async ({ interpretWhole }) => {
      for (const recognised of LISTS) {
        const reply = await interpretWhole({ recognised, context: { deviceType: 'speaker' } });
        const hearings = weighHearings(recognised, HEARING_RULES);
        expect(reply.hearings).toEqual(hearings);
        const byText = await interpretTexts(
          models,
          hearings.map(({ text }) => text),
        );
        const context = { deviceType: 'speaker' };
        const { decision, first } = callerAnswer({ text: '', hearings, context }, byText, rules);
        expect(`DECISION_${decision}`).toBe(reply.decision);
        const [reading] = reply.readings;
        if (!reading) continue;
        const { domain, intent, confidence, posterior } = reading.hypothesis!;
        expect(first).toMatchObject({ domain, intent, confidence, posterior });
      }
    });
    await releaseModels(models.values());
  });

  it('understand by the list what the best hearing alone does not tell', async () => {
    await withGateway({}, async ({ interpretWhole }) => {
      const [recognised] = LISTS;
      const alone = await interpretWhole({ utterance: recognised![0]!.text });
      const reply = await interpretWhole({ recognised: recognised! });
      expect(alone.hypotheses[0]?.posterior ?? 0).toBeLessThan(reply.hypotheses[0]?.posterior ?? 0);
      expect(reply.hypotheses[0]).toMatchObject({ domain: 'music', hearing: expect.stringMatching(/^play .* jazz$/) });
      // A domain whose screen ends every hearing offers nothing.
      const nobodys = await interpretWhole({ recognised: LISTS[2]! });
      expect(nobodys).toMatchObject({ decision: 'DECISION_REJECT', hypotheses: [], readings: [] });
    });
  });

  it('are measured on recognised rows by `evaluate --recognised`', async () => {
    const corpus = join(projectRoot(), 'training', 'sample', 'music.jsonl');
    const rows = readFileSync(corpus, 'utf8')
      .trim()
      .split('\n')
      .slice(0, 12)
      .map((line) => JSON.parse(line));
    const heard = rows.map(({ id, text }: { id: string; text: string }) => {
      return { id, heard: 'something else', alternatives: [{ text, score: 1 }] };
    });
    const file = temporaryFile('heard.jsonl', heard);
    const args = ['evaluate', '--recognised', file, '--corpus', corpus, '--resamples', '100', '--json'];
    const { code, stdout, stderr } = await startProgram('cli/main.js', args).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    const { inDomain, hearings, figures } = JSON.parse(stdout);
    expect([inDomain, hearings]).toEqual([12, 2]);
    // The best hearing says nothing; the second, at a quarter of the weight, is too unlikely to be let in.
    expect(figures.whole.written.value).toBeGreaterThan(figures.whole.oneBest.value);
    expect(figures.whole.nBest.value).toBeGreaterThanOrEqual(figures.whole.oneBest.value);
    // Of twelve rows the threshold turns away one or two.
    expect(figures.domain.written.value).toBeGreaterThan(0.7);
    const table = await startProgram('cli/main.js', args.slice(0, -1)).ended;
    expect(table.stdout).toContain('Of an n-best list 2.0 hearings were interpreted on average.');
  });
});
