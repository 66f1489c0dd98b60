/** Examples of the OpenAPI document; a test holds each to its schema. */
export const EXAMPLES = {
  finished: {
    summary: "One execution that succeeded",
    value: {
      executions: [
        {
          agentId: "email-agent",
          taskType: "email_processing",
          status: "succeeded",
          startedAt: "2026-11-22T09:00:00Z",
          durationMs: 1240,
          model: "gpt-4o-mini",
          provider: "openai",
          inputTokens: 812,
          cachedInputTokens: 512,
          outputTokens: 96,
          tags: { region: "eu" },
        },
      ],
    },
  },
  failed: {
    summary: "A start, and later its end with an error, under one id made by the sender",
    value: {
      sentAt: "2026-11-22T09:00:05Z",
      executions: [
        {
          id: "01a2027b-d680-7c3d-9e4f-0123456789ab",
          agentId: "email-agent",
          taskType: "email_processing",
          status: "failed",
          startedAt: "2026-11-22T09:00:00Z",
          finishedAt: "2026-11-22T09:00:04.120Z",
          attempt: 2,
          error: { type: "TimeoutError", message: "smtp.example.com did not answer within 4 s" },
        },
      ],
    },
  },
  metrics: {
    summary: "Two metric points: a value, and a distribution of many",
    value: {
      metrics: [
        { name: "worker.memory", type: "memory", unit: "By", at: "2026-11-22T09:00:00Z", tags: { worker: "a" }, value: 187_334_656 },
        {
          name: "smtp.send.duration",
          type: "latency",
          unit: "ms",
          at: "2026-11-22T09:00:00Z",
          distribution: { count: 3, sum: 310, min: 90, max: 120, keys: [225, 232, 240], counts: [1, 1, 1] },
        },
      ],
    },
  },
} as const;

/** What ingest answers when one of three rows was bad. */
export const RESULT_EXAMPLE = {
  stored: 2,
  unchanged: 0,
  rejected: [{ index: 1, field: "finishedAt", reason: "is missing: an execution that ended needs finishedAt or durationMs" }],
  clockSkews: [],
} as const;
