import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import type { Evaluation } from '../evaluation/evaluation.js';
import type { Interpreted } from '../evaluation/interpreted.js';
import { confusionMatrix } from '../metrics/confusion-matrix.js';
import { calibrationPicture } from './calibration-picture.js';
import { domainReliabilityPicture } from './domain-reliability-picture.js';
import { confusionPicture, stealPicture } from './matrix-picture.js';
import { type PageHead, page, type Section } from './page.js';
import { rejectionPicture } from './rejection-picture.js';
import { riskCoveragePicture } from './risk-coverage-picture.js';
import { renderSvg } from './svg.js';
import { comparisonTable, domainTable, errorTable, figuresTable } from './tables.js';
import { worstErrors } from './worst-errors.js';

/** A section whose markup is a picture, which stands as a file of its own as well. */
interface Picture {
  readonly file: string;
  readonly title: string;
  readonly text: string;
  readonly spec: TopLevelSpec;
}

/** Writes a self-contained `index.html`, and each picture as SVG, into `folder`. */
export async function writeReport(
  folder: string,
  head: PageHead,
  evaluation: Evaluation,
  served: readonly Interpreted[],
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const drawn: Section[] = [];
  for (const { file, title, text, spec } of pictures(evaluation)) {
    const svg = await renderSvg(spec);
    writeFileSync(join(folder, `${file}.svg`), svg);
    drawn.push({ title, text, markup: `<figure>${svg}</figure>` });
  }
  const [calibration, ...others] = drawn;
  const sections = [
    ...figureSections(evaluation),
    calibration,
    domainSection(evaluation),
    ...others,
    errorSection(served),
  ];
  writeFileSync(join(folder, 'index.html'), page(head, sections));
}

function pictures(evaluation: Evaluation): Picture[] {
  const { inDomain, outOfDomain } = evaluation.forms[0].figures.utterances;
  const all = everyPicture(evaluation);
  // A picture without data would show empty axes.
  return inDomain > 0 && outOfDomain > 0 ? all : all.filter((picture) => picture.file !== 'rejection');
}

function everyPicture({ forms, baseline, steals, baselineSteals }: Evaluation): Picture[] {
  return [
    {
      file: 'calibration',
      title: 'Calibration',
      text: 'How often the top hypothesis is right, against its confidence, over all domains and all utterances; the dashed line is perfect. Ten bins of equal width, joined where one holds fewer than 15; the bars are 95% intervals (Wilson) of what is served. Below, how many hypotheses each bin holds.',
      spec: calibrationPicture(forms),
    },
    {
      file: 'domain-reliability',
      title: 'Reliability by domain',
      text: "Each domain's own best hypothesis of every utterance, whether it came first or not.",
      spec: domainReliabilityPicture(forms),
    },
    {
      file: 'risk-coverage',
      title: 'Risk and coverage',
      text: 'Answering only what is more confident than a threshold: the share of utterances answered, and the share of those answers that is wrong.',
      spec: riskCoveragePicture(forms),
    },
    {
      file: 'rejection',
      title: 'Rejection',
      text: 'What none of our domains should answer, accepted, against what one of them should, accepted. Dashed: by the probability that the utterance is any domain’s, on which the gateway decides.',
      spec: rejectionPicture(forms),
    },
    {
      file: 'steals',
      title: 'Who wins whose utterances',
      text: 'Per cent of each owner’s utterances by the domain of the top hypothesis, as served; none: the gateway rejects the utterance, or there is no hypothesis.',
      spec: stealPicture(steals),
    },
    {
      file: 'steals-r0',
      title: `Who wins whose utterances, ${baseline}`,
      text: 'The same by the product of raw scores, with a threshold of one half, since it makes no decision.',
      spec: stealPicture(baselineSteals),
    },
    {
      file: 'confusion',
      title: 'Which intent is taken for which',
      text: 'In-domain utterances by the intent that is right and the top hypothesis’s, as served, whatever the decision.',
      spec: confusionPicture(confusionMatrix(forms[0].scored)),
    },
  ];
}

function figureSections({ forms, baseline }: Evaluation): Section[] {
  return [
    {
      title: 'Figures',
      text: 'Per cent unless said otherwise; docs/reference/quality-metrics.md has the definitions.',
      markup: figuresTable(forms),
    },
    {
      title: `Against ${baseline}`,
      text: 'Differences on the same utterances with paired bootstrap 95% intervals; green is better and red worse where the interval leaves zero out.',
      markup: comparisonTable(forms),
    },
  ];
}

function domainSection({ forms }: Evaluation): Section {
  return {
    title: 'Calibration by domain, served',
    text: 'best: the domain’s own best hypothesis of every utterance; winning: those that came first.',
    markup: domainTable(forms[0].figures),
  };
}

function errorSection(served: readonly Interpreted[]): Section {
  return {
    title: 'The worst 50 errors',
    text: 'Wrong top hypotheses that were believed most. The rank says where the right one stood in the list.',
    markup: errorTable(worstErrors(served)),
  };
}
