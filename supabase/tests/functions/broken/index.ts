/** Never starts. */
throw new Error("broken on purpose");

export {};
