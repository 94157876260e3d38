import type { LiveDomain } from '../../model/live.js';
import { milliseconds, percent, rate } from '../parts/format.js';
import { Head } from '../parts/head.js';
import { Wide } from '../parts/wide.js';

/** What gateways see of each domain. */
export function DomainRates({ domains }: { domains: Readonly<Record<string, LiveDomain>> }) {
  return (
    <Wide label="Table of domains">
      <table>
        <caption>Domains, as gateways see them</caption>
        <Head
          columns={[
            'domain',
            { number: 'calls a second' },
            { number: 'came to nothing' },
            { number: 'p50' },
            { number: 'p99' },
            { number: 'screened out' },
            'breaker',
          ]}
        />
        <tbody>
          {Object.entries(domains).map(([domain, { calls, failed, p50Ms, p99Ms, screened, breaker }]) => (
            <tr key={domain}>
              <th scope="row">{domain}</th>
              <td class="number">{rate(calls)}</td>
              <td class={`number${failed ? ' bad' : ''}`}>{percent(failed)}</td>
              <td class="number">{milliseconds(p50Ms)}</td>
              <td class="number">{milliseconds(p99Ms)}</td>
              <td class="number">{percent(screened)}</td>
              <td class={breaker ?? ''}>{breaker ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
