/**
 * The points of a curve that a picture can show: of those nearer than `distance` to the last one kept, in both
 * coordinates, none; the first and the last always. Coordinates are `place`'s, in shares of the axes.
 */
export function thin<Point>(
  points: readonly Point[],
  place: (point: Point) => readonly [x: number, y: number],
  distance = 0.004,
): Point[] {
  let last: readonly [number, number] | undefined;
  return points.filter((point, index) => {
    const here = place(point);
    const near = last && Math.abs(here[0] - last[0]) < distance && Math.abs(here[1] - last[1]) < distance;
    if (near && index < points.length - 1) return false;
    last = here;
    return true;
  });
}
