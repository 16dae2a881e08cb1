import { hundred, thousand, twentyThousand } from "./figures.js";
import { operations } from "./operations.js";

// All figures, in the order in which they are told.
export const measure = async () => {
  const figures = { ...(await hundred()), ...(await thousand()), ...(await twentyThousand()) };
  const unknown = Object.keys(figures).filter((key) => !(key in operations));
  const missing = Object.keys(operations).filter((key) => !(key in figures));
  if (unknown.length + missing.length > 0) {
    throw new Error(`without an operation: ${unknown.join(", ") || "none"}; without a figure: ${missing.join(", ") || "none"}`);
  }
  return Object.fromEntries(Object.keys(operations).map((key) => [key, figures[key]]));
};
