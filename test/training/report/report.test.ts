import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../training/evaluation/evaluation.js';
import type { Interpreted } from '../../../training/evaluation/interpreted.js';
import { writeReport } from '../../../training/report/report.js';
import { thin } from '../../../training/report/thinning.js';
import { worstErrors } from '../../../training/report/worst-errors.js';
import { temporaryFolder } from '../../support/files.js';

/** 120 utterances of two domains and of none; every seventh is wrong, and confidences spread over the whole range. */
const rows: Interpreted[] = Array.from({ length: 120 }, (_, index) => {
  const domain = ['music', 'books', 'other'][index % 3]!;
  const value = index % 7 === 0 ? 'wrong' : 'right';
  const share = (index + 0.5) / 120;
  const hypothesis = (owner: string, found: string, confidence: number) => ({
    domain: owner,
    intent: 'Do',
    slots: [{ name: 'title', value: found }],
    confidence,
    scores: { domain: share, intent: 0.9, slot: 0.9 },
  });
  return {
    id: `row-${index}`,
    text: `<b>text</b> & ${index}`,
    reference: { domain, intent: 'Do', slots: [{ name: 'title', value: 'right' }] },
    hypotheses: [
      hypothesis(domain === 'other' ? 'books' : domain, value, share),
      hypothesis('music', 'right', share / 4),
    ],
    inDomain: share,
    accepted: share > 0.5,
  };
});

describe('writeReport', () => {
  it('writes a page that needs nothing beside itself, and each of its pictures', async () => {
    const folder = join(temporaryFolder(), 'deep', 'report');
    const evaluation = evaluate(rows, new Map([['r3', rows]]), { resamples: 20 });
    await writeReport(folder, { title: 'A & B', text: 'all of it' }, evaluation, rows);
    const pictures = [
      'calibration',
      'confusion',
      'domain-reliability',
      'rejection',
      'risk-coverage',
      'steals',
      'steals-r0',
    ];
    expect(readdirSync(folder).sort()).toEqual([...pictures.map((name) => `${name}.svg`), 'index.html'].sort());
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(html.includes('<h1>A &amp; B</h1>')).toBe(true);
    expect(html.includes('&lt;b&gt;text&lt;/b&gt; &amp;')).toBe(true);
    expect(html.includes('<b>text')).toBe(false);
    expect(html.match(/<(script|link|img|iframe)\b|@import|url\((?!#)/gu)).toBeNull();
    expect(html.match(/<svg/gu)).toHaveLength(pictures.length);
    const ids = html.match(/(?<=\bid=")[^"]+/gu) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    for (const [reference] of html.matchAll(/(?<=url\(#)[^)]+/gu)) expect(ids).toContain(reference);
    expect(html.match(/.{40}(NaN|undefined|Infinity)/gu)).toBeNull();
    for (const name of pictures) {
      const svg = readFileSync(join(folder, `${name}.svg`), 'utf8');
      expect(svg.slice(0, 200)).toMatch(/^<svg [^>]*width="\d+" height="\d+"/u);
      expect(svg.includes('<path')).toBe(true);
    }
  });

  it('says what it stands on, one line each', async () => {
    const folder = temporaryFolder();
    const head = { title: '', text: '', lines: ['rows.jsonl: 4 rows', 'Bundles, served: <music> 1'] };
    await writeReport(folder, head, evaluate(rows, undefined, { resamples: 20 }), rows);
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(html).toContain('<li>rows.jsonl: 4 rows</li>\n<li>Bundles, served: &lt;music&gt; 1</li>');
  });

  it('draws one curve per form, each in its colour', async () => {
    const folder = temporaryFolder();
    await writeReport(
      folder,
      { title: '', text: '' },
      evaluate(rows, new Map([['r3', rows]]), { resamples: 20 }),
      rows,
    );
    const svg = readFileSync(join(folder, 'calibration.svg'), 'utf8');
    for (const text of ['served', 'r3', 'R0 logits', 'R0 product', '#0072B2', '#009E73', '#E69F00', '#D55E00'])
      expect(svg.includes(text), text).toBe(true);
  });

  it('bears a corpus with nothing to reject and nothing wrong', async () => {
    const folder = temporaryFolder();
    const perfect = rows.filter((row, index) => row.reference.domain === 'music' && index % 7 !== 0);
    await writeReport(folder, { title: '', text: '' }, evaluate(perfect, undefined, { resamples: 20 }), perfect);
    expect(readFileSync(join(folder, 'index.html'), 'utf8').match(/.{40}(NaN|undefined|Infinity)/gu)).toBeNull();
  });
});

it('lists wrong top hypotheses, those believed most first, with the place of the right one', () => {
  const errors = worstErrors(rows, 5);
  expect(errors.map(({ row }) => row.id)).toEqual(['row-119', 'row-116', 'row-113', 'row-112', 'row-110']);
  expect(errors.map(({ rankOfRight }) => rankOfRight)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  const slotErrors = worstErrors(rows, 120).filter(({ row }) => row.reference.domain === 'music');
  expect(slotErrors[0]).toMatchObject({ row: { id: 'row-105' }, rankOfRight: 2 });
  expect(worstErrors([])).toEqual([]);
});

it('thins a curve to what can be seen, ends included', () => {
  const points = Array.from({ length: 10_001 }, (_, index) => index / 10_000);
  const kept = thin(points, (x) => [x, x * x], 0.01);
  expect(kept.length).toBeGreaterThan(50);
  expect(kept.length).toBeLessThan(250);
  expect(kept[0]).toBe(0);
  expect(kept.at(-1)).toBe(1);
});
