import * as Plot from '@observablehq/plot';
import { useEffect, useRef } from 'preact/hooks';

interface ChartProps {
  /** What the picture shows, in a sentence: it is read out, and stands below the picture. */
  readonly caption: string;
  /** What the colours stand for, in their order; absent where there is one. */
  readonly legend?: readonly string[];
  /** Other colours than those of all pictures, in the order of the legend. */
  readonly colours?: readonly string[];
  readonly options: Plot.PlotOptions;
}

/** Colours that readers with any colour vision tell apart (Okabe and Ito 2008), dark enough for both grounds. */
export const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c959f'];

/** A picture by Observable Plot. */
export function Chart({ caption, legend = [], colours = COLOURS, options }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const picture = Plot.plot({
      className: 'plot',
      marginLeft: 56,
      marginRight: 24,
      marginBottom: 42,
      width: Math.max(280, Math.min(640, place.current?.clientWidth ?? 640)),
      ...options,
      color: { range: [...colours], ...options.color },
      style: { fontSize: '13px' },
    });
    // The page's own style sheet has these rules: the security policy allows no style within the page.
    for (const style of picture.querySelectorAll('style')) style.remove();
    // The picture is read out as one, by its caption.
    for (const part of picture.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
    picture.setAttribute('role', 'img');
    picture.setAttribute('aria-label', caption);
    place.current?.replaceChildren(picture);
  }, [caption, colours, options]);
  return (
    <figure>
      {legend.length > 0 && (
        <ul class="legend">
          {legend.map((name, index) => (
            <li key={name}>
              <span class="swatch" style={{ background: colours[index % colours.length] }} /> {name}
            </li>
          ))}
        </ul>
      )}
      <div ref={place} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
