import { useEffect, useState } from 'preact/hooks';
import type { EvaluationReport, FailuresReport, FoundReport } from '../../model/reports.js';
import { ask } from './api.js';

/** Every report that the console found, the latest first; undefined until they are here. */
export function useReports(): readonly FoundReport[] | undefined {
  const [reports, setReports] = useState<readonly FoundReport[]>();
  useEffect(() => {
    ask<{ reports: FoundReport[] }>('/api/reports').then(
      (answer) => setReports(answer.reports),
      () => setReports([]),
    );
  }, []);
  return reports;
}

/** The latest evaluation in which a domain took part. */
export function evaluationOf(reports: readonly FoundReport[], domain: string): EvaluationReport | undefined {
  return reports
    .map(({ report }) => report)
    .find(
      (report): report is EvaluationReport =>
        report?.kind === 'evaluation' && report.forms.some(({ domains }) => Object.hasOwn(domains, domain)),
    );
}

/** The latest report on failures. */
export function failuresAmong(reports: readonly FoundReport[]): FailuresReport | undefined {
  return reports.map(({ report }) => report).find((report): report is FailuresReport => report?.kind === 'failures');
}
