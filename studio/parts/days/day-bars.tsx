import { Text, VisuallyHidden } from '@mantine/core';

import classes from './day-bars.module.css';

/** One day of a picture. */
export type DayBar = { readonly day: string; readonly value: number; readonly text: string };

const height = 96;
const step = 24;
const gap = 6;

type Props = {
  /** What the picture says, in one sentence. */
  readonly label: string;
  readonly heads: readonly [day: string, value: string];
  readonly bars: readonly DayBar[];
};

/** The same for who does not see it. */
const Figures = ({ label, heads, bars }: Props) => (
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
);

/** Bars for a few days. A screen reader gets the figures as a table. */
export const DayBars = (props: Props) => {
  const { bars } = props;
  const most = Math.max(1, ...bars.map(({ value }) => value));
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
        {[bars[0], bars.at(-1)].map((bar, index) => (
          <Text key={`${index} ${bar?.day ?? ''}`} size="xs" c="dimmed">
            {bar?.day}
          </Text>
        ))}
      </div>
      <Figures {...props} />
    </figure>
  );
};
