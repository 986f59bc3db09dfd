import { useMe, useSession } from '../../app/session.tsx';
import { type Snooze, snoozeEnd } from './snooze-times.ts';

/** Works out when a snooze ends, by the clock and the zone of the workspace. */
export const useSnoozeEnd = (): ((snooze: Snooze) => string) => {
  const { now, workspace } = useMe();
  const { dataUpdatedAt } = useSession();
  return (snooze) =>
    snoozeEnd({ snooze, now: Date.parse(now) + Date.now() - dataUpdatedAt, zone: workspace.zone });
};
