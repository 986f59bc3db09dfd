import { Badge, List, Stack, Text, Title } from '@mantine/core';

import type { components } from '../../api/schema.ts';
import { useWords } from '../../words/language.tsx';
import { messageWords } from './words.ts';
import { Marked } from '../../parts/text/marked.tsx';

type Finding = components['schemas']['TemplateFinding'];

const colors: Readonly<Record<Finding['severity'], string>> = {
  error: 'red.9',
  warning: 'yellow.4',
  notice: 'gray.7',
};

/** What is doubtful about a message, the gravest first, with what to do about it. */
export const Findings = ({ findings }: { findings: readonly Finding[] }) => {
  const words = useWords(messageWords);
  return (
    <section aria-labelledby="message-checks">
      <Title order={2} size="h4" mb="xs" id="message-checks">
        {words.checks}
      </Title>
      {findings.length === 0 ? (
        <Text size="sm">{words.sound}</Text>
      ) : (
        <List listStyleType="none" spacing="sm">
          {findings.map(({ code, severity, message, hint }) => (
            <List.Item key={`${code} ${message}`}>
              <Stack gap={2} align="flex-start">
                <Badge variant="filled" color={colors[severity]} autoContrast tt="none" size="sm">
                  {words.nameOf(severity)}
                </Badge>
                <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                  <Marked text={message} />
                </Text>
                <Text size="sm" c="dimmed">
                  <Marked text={hint} />
                </Text>
              </Stack>
            </List.Item>
          ))}
        </List>
      )}
    </section>
  );
};
