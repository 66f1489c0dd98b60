import { describe, expect, test } from "vitest";
import { createSeededRandom, drawExponential, drawInt } from "../../core/seeded-random.ts";
import { createAlarm, NEW_ALARM } from "./anomaly-alarm.ts";
import { ANOMALY_SETTINGS } from "./anomaly-settings.ts";

const BASE = -Math.log(ANOMALY_SETTINGS.tailShare);
const CLEAR = BASE * ANOMALY_SETTINGS.clearShare;

describe("createAlarm", () => {
  test("whatever comes, n points make at most n × budget + (20 - base) / step + 1 alarms", () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = createSeededRandom(seed);
      const points = drawInt(random, 100, 40_000);
      const mean = drawExponential(random, 5);
      const alarm = createAlarm({ ...ANOMALY_SETTINGS, hold: drawInt(random, 1, 60) }, NEW_ALARM);
      let alarms = 0;
      for (let index = 0; index < points; index += 1) if (alarm.step(Math.min(20, drawExponential(random, mean)))) alarms += 1;
      const most = points * ANOMALY_SETTINGS.alarmBudget + (20 - BASE) / ANOMALY_SETTINGS.alarmStep + 1;
      expect(alarms, `seed ${seed}: ${points} points of mean ${mean}`).toBeLessThanOrEqual(most);
    }
  });

  test("an event that ebbs and returns within the hold time is one alarm", () => {
    const alarm = createAlarm(ANOMALY_SETTINGS, NEW_ALARM);
    expect(alarm.step(10)).toBe(true);
    for (let turn = 0; turn < 20; turn += 1) {
      for (let calm = 1; calm < ANOMALY_SETTINGS.hold; calm += 1) expect(alarm.step(0)).toBe(false);
      expect(alarm.step(10)).toBe(false);
      expect(alarm.isOpen).toBe(true);
    }
  });

  test("it closes after the hold time at the clear level, and can then be raised again", () => {
    const alarm = createAlarm(ANOMALY_SETTINGS, NEW_ALARM);
    alarm.step(10);
    for (let calm = 1; calm < ANOMALY_SETTINGS.hold; calm += 1) alarm.step(CLEAR);
    expect(alarm.isOpen).toBe(true);
    alarm.step(CLEAR);
    expect(alarm.isOpen).toBe(false);
    expect(alarm.step(10)).toBe(true);
  });

  test("surprise between the clear and the raise level keeps an alarm open and opens none", () => {
    const alarm = createAlarm(ANOMALY_SETTINGS, NEW_ALARM);
    const between = (CLEAR + BASE) / 2;
    expect(alarm.step(between)).toBe(false);
    expect(alarm.isOpen).toBe(false);
    alarm.step(10);
    for (let index = 0; index < 500; index += 1) alarm.step(between);
    expect(alarm.isOpen).toBe(true);
  });

  test("each alarm asks one step more of the next, and the budget pays it back", () => {
    const alarm = createAlarm(ANOMALY_SETTINGS, NEW_ALARM);
    expect(alarm.raiseAt).toBe(BASE);
    alarm.step(10);
    expect(alarm.raiseAt).toBeCloseTo(BASE + ANOMALY_SETTINGS.alarmStep, 10);
    const payback = 1 / ANOMALY_SETTINGS.alarmBudget;
    for (let index = 0; index < payback / 2; index += 1) alarm.step(0);
    expect(alarm.raiseAt).toBeCloseTo(BASE + ANOMALY_SETTINGS.alarmStep / 2, 10);
    for (let index = 0; index < payback; index += 1) alarm.step(0);
    expect(alarm.raiseAt).toBe(BASE);
  });

  test("it goes on from its state, open or closed", () => {
    const random = createSeededRandom(5);
    let resumed = createAlarm(ANOMALY_SETTINGS, NEW_ALARM);
    const whole = createAlarm(ANOMALY_SETTINGS, NEW_ALARM);
    for (let index = 0; index < 5000; index += 1) {
      const surprise = drawExponential(random, 1);
      resumed = createAlarm(ANOMALY_SETTINGS, JSON.parse(JSON.stringify(resumed.state())));
      expect(resumed.step(surprise)).toBe(whole.step(surprise));
      expect(resumed.isOpen).toBe(whole.isOpen);
    }
  });
});
