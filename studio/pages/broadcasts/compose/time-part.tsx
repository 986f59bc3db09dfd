import { NumberInput, Radio, Select, Stack, TextInput } from '@mantine/core';

import { useMe } from '../../../app/session.tsx';
import { instantOf, nextMorning, wallOf } from '../../../parts/days/wall-time.ts';
import { useWords } from '../../../words/language.tsx';
import { composeWords } from './compose-words.ts';
import type { Plan, Schedule } from './plan.ts';

type Props = { plan: Plan; change: (plan: Plan) => void };

const kinds = ['now', 'at', 'local'] as const;
const paceMost = 1_000_000;

/** When it goes: at once, at an instant, or when the clock of each person shows a time. */
const When = ({ plan, change }: Props) => {
  const words = useWords(composeWords);
  const { now, workspace } = useMe();
  const { zone } = workspace;
  const { schedule } = plan;
  const wall =
    schedule.kind === 'local'
      ? schedule.at
      : schedule.kind === 'at'
        ? wallOf({ iso: schedule.at, zone })
        : nextMorning({ iso: now, zone });
  const scheduleOf = (kind: Schedule['kind'], at: string): Schedule => {
    if (kind === 'now') return { kind };
    return kind === 'local' ? { kind, at } : { kind, at: instantOf({ wall: at, zone }) };
  };
  return (
    <>
      <Radio.Group
        label={words.when}
        value={schedule.kind}
        onChange={(next) => {
          const kind = kinds.find((one) => one === next);
          if (kind !== undefined) change({ ...plan, schedule: scheduleOf(kind, wall) });
        }}
      >
        <Stack gap="xs" mt="xs">
          {kinds.map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={words[`when_${kind}`]}
              description={words[`when_${kind}Text`]}
            />
          ))}
        </Stack>
      </Radio.Group>
      {schedule.kind === 'now' ? null : (
        <TextInput
          type="datetime-local"
          label={words.timeOf}
          description={schedule.kind === 'at' ? words.inZone(zone) : words.inTheirZone(zone)}
          maw="24rem"
          required
          value={wall}
          onChange={({ currentTarget: { value } }) => {
            if (value !== '') change({ ...plan, schedule: scheduleOf(schedule.kind, value.slice(0, 16)) });
          }}
        />
      )}
    </>
  );
};

/** When it goes, how fast, and what becomes of those who cannot get it then. */
export const TimePart = ({ plan, change }: Props) => {
  const words = useWords(composeWords);
  return (
    <Stack>
      <When plan={plan} change={change} />
      <NumberInput
        label={words.pace}
        description={words.paceText}
        placeholder={words.noPace}
        maw="24rem"
        min={1}
        max={paceMost}
        allowDecimal={false}
        allowNegative={false}
        value={plan.perMinute ?? ''}
        onChange={(next) => {
          const { perMinute: _before, ...rest } = plan;
          change(typeof next === 'number' && next >= 1 ? { ...rest, perMinute: next } : rest);
        }}
      />
      <Select
        label={words.onQuiet}
        maw="24rem"
        allowDeselect={false}
        data={[
          { value: 'wait', label: words.quietWait },
          { value: 'skip', label: words.quietSkip },
        ]}
        value={plan.onQuiet}
        onChange={(next) => change({ ...plan, onQuiet: next === 'skip' ? 'skip' : 'wait' })}
      />
      <Select
        label={words.onCap}
        maw="24rem"
        allowDeselect={false}
        data={[
          { value: 'skip', label: words.capSkip },
          { value: 'wait', label: words.capWait },
        ]}
        value={plan.onCap}
        onChange={(next) => change({ ...plan, onCap: next === 'wait' ? 'wait' : 'skip' })}
      />
    </Stack>
  );
};
