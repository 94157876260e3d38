import type { LiveView } from '../../model/live.js';
import { Places } from '../live/live-page.js';
import { Notice } from '../parts/notice.js';
import { failuresAmong, useReports } from '../parts/reports.js';
import { DefectChart } from './defect-chart.js';
import { FailureChart } from './failure-chart.js';
import { ForecastCharts } from './forecast-charts.js';
import { OutcomeTable } from './outcome-table.js';
import { RewriteTable } from './rewrite-table.js';
import { StrategyCharts } from './strategy-charts.js';

/** What the system learns from use, of whatever is deployed. */
export function LearningPage({ live }: { live: LiveView | undefined }) {
  const reports = useReports();
  if (!live || !reports) return <p role="status">Reading …</p>;
  const failures = failuresAmong(reports);
  const { learning } = live;
  return (
    <>
      <h1>Learning</h1>
      <Places places={live.places} />
      <section aria-label="Failures">
        <h2>Where requests fail</h2>
        {reports
          .filter(({ file, problem }) => problem !== undefined && file.endsWith('failures.json'))
          .map(({ file, problem }) => (
            <Notice key={file}>
              {file}: {problem}
            </Notice>
          ))}
        {failures ? (
          <>
            <p class="soft">
              Suspected are requests whose P(defect) is high enough; shares that failed are sums of P(defect) over all
              requests, so that the two differ. The stage none means that nothing failed after all.
            </p>
            <div class="columns">
              <FailureChart report={failures} />
              <DefectChart report={failures} />
            </div>
          </>
        ) : (
          <Notice>
            No report on failures was found. <code>npm run failures -- --events FOLDER --output out/failures</code>{' '}
            makes one of what customers did, and <code>--reports out</code> shows it here.
          </Notice>
        )}
      </section>
      <RewriteTable learning={learning} report={failures} />
      <OutcomeTable outcomes={learning.outcomes} />
      <StrategyCharts strategies={learning.strategies} />
      <ForecastCharts forecasts={learning.forecasts} />
    </>
  );
}
