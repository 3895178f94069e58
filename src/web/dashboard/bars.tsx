import { count, percent } from './format.ts';

interface BarsProps {
  title: string;
  /** Heading of the column of names. */
  of: string;
  counts: Record<string, number>;
  name: (key: string) => string;
}

/** Counts as bars; the same as a table stands behind them. */
export function Bars({ counts, name, of, title }: BarsProps) {
  const entries = Object.entries(counts);
  const all = entries.reduce((sum, [, n]) => sum + n, 0);
  const most = Math.max(...Object.values(counts));
  return (
    <section class="card">
      <h2>{title}</h2>
      {entries.length === 0 && <p class="faint">no data yet</p>}
      <div class="bars" aria-hidden="true">
        {entries.map(([key, n]) => (
          <div class="bar" key={key}>
            <span>{name(key)}</span>
            <span class="track">
              <span class="fill" style={{ width: `${(n / most) * 100}%` }} />
            </span>
            <span class="number">{count(n)}</span>
          </div>
        ))}
      </div>
      {entries.length > 0 && (
        <details>
          <summary>
            Table<span class="hidden"> of {title.toLowerCase()}</span>
          </summary>
          <table>
            <thead>
              <tr>
                <th scope="col">{of}</th>
                <th scope="col" class="number">
                  Turns
                </th>
                <th scope="col" class="number">
                  Share
                </th>
              </tr>
            </thead>
            <tbody>
              {entries.map(([key, n]) => (
                <tr key={key}>
                  <th scope="row">{name(key)}</th>
                  <td class="number">{count(n)}</td>
                  <td class="number">{percent(n / all)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </section>
  );
}
