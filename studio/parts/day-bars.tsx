import { Text, VisuallyHidden } from '@mantine/core';

import classes from './day-bars.module.css';

/** One day of a picture. */
export type DayBar = { readonly day: string; readonly value: number; readonly text: string };

const height = 96;
const step = 24;
const gap = 6;

/** Bars for a few days. A screen reader gets the figures as a table. */
export const DayBars = (props: {
  /** What the picture says, in one sentence. */
  label: string;
  heads: readonly [day: string, value: string];
  bars: readonly DayBar[];
}) => {
  const { label, heads, bars } = props;
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <figure className={classes['figure']}>
      <svg
        viewBox={`0 0 ${bars.length * step} ${height}`}
        preserveAspectRatio="none"
        className={classes['bars']}
        aria-hidden="true"
      >
        {bars.map(({ day, value, text }, index) => {
          const tall = value === 0 ? 1 : Math.max(3, (value / most) * height);
          return (
            <rect
              key={day}
              x={index * step + gap / 2}
              y={height - tall}
              width={step - gap}
              height={tall}
              rx={2}
            >
              <title>{text}</title>
            </rect>
          );
        })}
      </svg>
      <div className={classes['ends']} aria-hidden="true">
        <Text size="xs" c="dimmed">
          {first?.day}
        </Text>
        <Text size="xs" c="dimmed">
          {last?.day}
        </Text>
      </div>
      <VisuallyHidden>
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.map(({ day, value }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
};
