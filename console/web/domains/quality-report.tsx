import * as Plot from '@observablehq/plot';
import { useMemo, useState } from 'preact/hooks';
import type { EvaluationReport, FoundReport, ReportForm, ReportSteals } from '../../model/reports.js';
import { Chart } from '../parts/chart.js';
import { moment, percent } from '../parts/format.js';
import { Head } from '../parts/head.js';
import { Notice } from '../parts/notice.js';
import { evaluationOf } from '../parts/reports.js';
import { Wide } from '../parts/wide.js';

/** Fewer outcomes in a bar tell nothing. */
const LEAST = 15;
const SHOWN_ERRORS = 10;
/** Figures that are shown, lower being better but for slot F1. */
const FIGURES = ['irer', 'semer', 'ece', 'nll', 'slotF1', 'auroc'];
const NAMES: Readonly<Record<string, string>> = {
  irer: 'IRER',
  semer: 'SemER',
  ece: 'ECE',
  nll: 'NLL (nats)',
  slotF1: 'slot F1',
  auroc: 'rejection AUROC',
};

interface Props {
  readonly domain: string;
  readonly version: string | undefined;
  readonly candidate: string | undefined;
  readonly reports: readonly FoundReport[];
}

/** How good a domain's versions are, by the latest evaluation that it took part in. */
export function QualityReport({ domain, version, candidate, reports }: Props) {
  const [isOpen, setOpen] = useState(false);
  const report = evaluationOf(reports, domain);
  const broken = reports.filter(({ file, problem }) => problem !== undefined && !file.endsWith('failures.json'));
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Quality{report ? `, measured ${moment(report.date)}` : ': no report'}</summary>
      {broken.map(({ file, problem }) => (
        <Notice key={file}>
          {file}: {problem}
        </Notice>
      ))}
      {!report && (
        <p class="soft">
          No report of {domain} was found. <code>npm run evaluate -- --report out/report</code> makes one, and{' '}
          <code>--reports out</code> shows it here; <code>--form NAME=FOLDER</code> measures a candidate beside it.
        </p>
      )}
      {isOpen && report && <Measured report={report} domain={domain} version={version} candidate={candidate} />}
    </details>
  );
}

function Measured({
  report,
  domain,
  version,
  candidate,
}: {
  report: EvaluationReport;
  domain: string;
  version: string | undefined;
  candidate: string | undefined;
}) {
  const measured = Object.entries(report.bundles).map(([form, bundles]) => ({ form, version: bundles[domain] }));
  const roleOf = (own: string | undefined) => {
    if (own !== undefined && own === version) return 'which is deployed';
    return own !== undefined && own === candidate ? 'the candidate' : 'neither deployed nor a candidate';
  };
  const isActive = measured.some((each) => each.version === version);
  const own = report.forms.filter(({ domains }) => Object.hasOwn(domains, domain));
  const errors = report.worst.filter(({ top, right }) => [top, right].some((text) => text.startsWith(`${domain}/`)));
  return (
    <>
      {!isActive && version !== undefined && (
        <Notice>
          This report is of {measured.map((each) => `${each.version ?? 'no version'} (${each.form})`).join(', ')}, and
          not of {version}, which is deployed.
        </Notice>
      )}
      {report.notes.map((note) => (
        <Notice key={note} kind="bad">
          {note}
        </Notice>
      ))}
      <p class="soft">
        {report.corpora.join(', ')}.{' '}
        {measured.map((each) => `${each.form}: ${each.version ?? 'none'}, ${roleOf(each.version)}`).join('; ')}.
      </p>
      <div class="columns">
        <Reliability forms={own} domain={domain} />
        <Figures domain={domain} forms={report.forms} baseline={report.baseline} />
      </div>
      <div class="columns">
        {own
          .filter(({ name }) => name === 'served' || Object.hasOwn(report.bundles, name))
          .map(({ name, steals }) => (
            <Steals key={name} domain={domain} form={name} steals={steals} />
          ))}
      </div>
      {errors.length > 0 && (
        <Wide label={`Worst errors of ${domain}`}>
          <table>
            <caption>What was believed most, and wrong</caption>
            <Head columns={['utterance', 'taken for', 'right', { number: 'confidence' }, 'explanation']} />
            <tbody>
              {errors.slice(0, SHOWN_ERRORS).map(({ text, top, right, confidence, rankOfRight, explanation }) => (
                <tr key={text + top}>
                  <td>{text}</td>
                  <td>{top}</td>
                  <td>{right}</td>
                  <td class="number">{percent(confidence)}</td>
                  <td class="small">
                    {explanation}; the right one was {rankOfRight === null ? 'not listed' : `number ${rankOfRight}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </>
  );
}

function Reliability({ forms, domain }: { forms: readonly ReportForm[]; domain: string }) {
  const options = useMemo((): Plot.PlotOptions => {
    const bins = forms.flatMap(({ name, domains }) =>
      (domains[domain] ?? []).filter(({ count }) => count >= LEAST).map((bin) => ({ form: name, ...bin })),
    );
    return {
      height: 340,
      x: { domain: [0, 1], label: 'mean confidence', tickFormat: '.0%', ticks: 5 },
      y: { domain: [0, 1], label: 'share right', tickFormat: '.0%', ticks: 5, grid: true },
      color: { legend: false, domain: forms.map(({ name }) => name) },
      marks: [
        Plot.line(
          [
            [0, 0],
            [1, 1],
          ],
          { strokeDasharray: '4 4', strokeOpacity: 0.6 },
        ),
        Plot.ruleX(bins, { x: 'meanConfidence', y1: 'low', y2: 'high', stroke: 'form', strokeOpacity: 0.5 }),
        Plot.lineY(bins, { x: 'meanConfidence', y: 'shareRight', z: 'form', stroke: 'form', strokeWidth: 2 }),
        Plot.dot(bins, { x: 'meanConfidence', y: 'shareRight', fill: 'form', r: 4, symbol: 'form' }),
      ],
    };
  }, [forms, domain]);
  const names = forms.map(({ name }) => name);
  const caption = `Reliability of ${domain}'s own best hypotheses: how often they are right against their confidence, with 95 % intervals; dashed: perfect.`;
  return <Chart options={options} legend={names} caption={caption} />;
}

function Figures({ domain, forms, baseline }: { domain: string; forms: readonly ReportForm[]; baseline: string }) {
  const shown = FIGURES.filter((figure) => forms.some(({ figures }) => figures[figure] !== undefined));
  const text = (figure: string, value: number | null | undefined) =>
    value === null || value === undefined ? '–' : figure === 'nll' ? value.toFixed(3) : percent(value);
  return (
    <Wide label={`Figures, shown with ${domain}`}>
      <table>
        <caption>All domains together; in brackets the difference to {baseline}, with its 95 % interval</caption>
        <thead>
          <tr>
            <th scope="col">figure</th>
            {forms.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((figure) => (
            <tr key={figure}>
              <th scope="row">{NAMES[figure]}</th>
              {forms.map(({ name, figures, comparison }) => {
                const difference = comparison?.[figure];
                return (
                  <td key={name}>
                    {text(figure, figures[figure])}
                    {difference && (
                      <div class="soft small">
                        [{text(figure, difference.low)} to {text(figure, difference.high)}]
                      </div>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Steals({ domain, form, steals }: { domain: string; form: string; steals: ReportSteals }) {
  return (
    <Wide label={`Who wins whose utterances, ${form}, shown with ${domain}`}>
      <table>
        <caption>Who wins whose utterances, {form}: per cent of the owner's</caption>
        <thead>
          <tr>
            <th scope="col">utterance of</th>
            {steals.winners.map((winner) => (
              <th key={winner} scope="col" class="number">
                {winner}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steals.owners.map((owner, row) => (
            <tr key={owner}>
              <th scope="row">
                {owner} ({steals.counts[row]})
              </th>
              {steals.winners.map((winner, column) => {
                const share = steals.shares[row]?.[column] ?? 0;
                const isStolen = winner !== owner && winner !== 'none' && share > 0;
                return (
                  <td key={winner} class={`number${isStolen ? ' bad' : ''}`}>
                    {share === 0 ? '' : percent(share, 2)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
