import type { Oklch } from "./tokens.ts";

/** Linear-light sRGB, each channel 0 to 1. */
export type LinearRgb = readonly [red: number, green: number, blue: number];

/** Kinds of colour vision; the last three lack one kind of cone entirely. */
export const COLOUR_VISIONS = ["typical", "protanopia", "deuteranopia", "tritanopia"] as const;

/** See {@link COLOUR_VISIONS}. */
export type ColourVision = (typeof COLOUR_VISIONS)[number];

/**
 * What each vision makes of linear sRGB. **Source:** G. Machado, M. Oliveira, L. Fernandes, "A physiologically-based model
 * for simulation of color vision deficiency", IEEE TVCG 15(6), 2009, severity 1.0.
 */
const SIMULATIONS: Readonly<Record<ColourVision, readonly [LinearRgb, LinearRgb, LinearRgb]>> = {
  typical: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Linear sRGB of an OKLCH colour, clipped to the gamut. **Source:** B. Ottosson, "A perceptual color space for image processing", 2020. */
export function toLinearRgb([lightness, chroma, hue]: Oklch): LinearRgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return clip([
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]);
}

/** Contrast of two colours, 1 to 21. **Source:** WCAG 2.2, definitions of contrast ratio and relative luminance. */
export function contrastRatio(one: Oklch, other: Oklch): number {
  const first = luminance(toLinearRgb(one));
  const second = luminance(toLinearRgb(other));
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

/** How far apart two colours look to a kind of vision: the distance in OKLab, 0 (the same) to 1 (black and white). */
export function perceivedDistance(one: Oklch, other: Oklch, vision: ColourVision): number {
  const first = toOklab(simulate(toLinearRgb(one), vision));
  const second = toOklab(simulate(toLinearRgb(other), vision));
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

function simulate(colour: LinearRgb, vision: ColourVision): LinearRgb {
  const [red, green, blue] = SIMULATIONS[vision];
  return clip([dot(red, colour), dot(green, colour), dot(blue, colour)]);
}

function toOklab([red, green, blue]: LinearRgb): readonly [number, number, number] {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

function luminance(colour: LinearRgb): number {
  return dot([0.2126, 0.7152, 0.0722], colour);
}

function dot(one: LinearRgb, other: LinearRgb): number {
  return one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
}

function clip([red, green, blue]: LinearRgb): LinearRgb {
  const into = (value: number): number => Math.min(1, Math.max(0, value));
  return [into(red), into(green), into(blue)];
}
