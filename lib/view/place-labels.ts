/**
 * Where labels go that want to stand at heights `wanted` (ascending, from the top), `gap` apart at least, none below `bottom`:
 * each as near below its wish as the ones above it allow, then moved up where the last would fall off. Linear.
 */
export function placeLabels(wanted: readonly number[], gap: number, bottom: number): readonly number[] {
  const placed: number[] = [];
  for (const height of wanted) placed.push(Math.max(height, (placed.at(-1) ?? Number.NEGATIVE_INFINITY) + gap));
  let limit = bottom;
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    placed[index] = Math.min(placed[index] ?? limit, limit);
    limit = (placed[index] ?? limit) - gap;
  }
  return placed;
}
