import { Alert } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useWords } from '../../words/language.tsx';
import { connectorWords } from './words.ts';

/** Asks the provider of an instance whether it lets Ciclo in. */
export const useConnectionTest = (instance: string) => {
  const api = useApi();
  return useMutation({
    mutationFn: () => ask(api.POST('/api/plugins/{instance}/check', { params: { path: { instance } } })),
  });
};

/** Says what the provider answered. */
export const TestResult = ({ test }: { test: ReturnType<typeof useConnectionTest> }) => {
  const words = useWords(connectorWords);
  if (test.isError) return <ProblemAlert error={test.error} />;
  if (!test.isSuccess) return null;
  const { ok, message } = test.data;
  return (
    <Alert role="status" color={ok ? 'cyan' : 'red'} title={ok ? words.works : words.fails}>
      {message}
    </Alert>
  );
};
