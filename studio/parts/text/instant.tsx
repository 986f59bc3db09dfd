import { useFormat } from './use-format.ts';

/** An instant, as far from now; its day and time on pointing at it. */
export const Instant = ({ iso }: { iso: string }) => {
  const format = useFormat();
  return (
    <time dateTime={iso} title={format.instant(iso)}>
      {format.ago(iso)}
    </time>
  );
};
