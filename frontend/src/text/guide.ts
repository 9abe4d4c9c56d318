/** The first minute, and guessing before a step is shown. */

export const GUIDE = {
  region: "First minute",
  at: (stop: number, stops: number): string => `${stop} / ${stops}`,
  forward: (touch: boolean): string => `This page shows how a program's numbers, and their gradients, come about: one step at a time. ${touch ? "Tap › below" : "Press →"} until \`loss\` has its value.`,
  guess: (loss: string): string => `\`loss\` is ${loss}. If \`w\` grew a tiny bit, how many times as much would \`loss\` change? That number is the gradient of \`w\`. What is your guess?`,
  field: "Your guess for the gradient of w",
  reveal: "Reveal",
  back: "Watch it come back: every operation takes the gradient of its result and multiplies it with its own local derivative.",
  truth: (truth: string, said: string, right: boolean): string => (right ? `Right: the gradient of \`w\` is ${truth}.` : `The gradient of \`w\` is ${truth}; you said ${said}.`),
  drag: (touch: boolean): string => `Now move \`w\`: ${touch ? "drag its slider" : "drag its slider under Leaves, or press ← → on it"}, and watch \`loss\` and the gradient.`,
  slope: (slope: string): string => `The gradient of \`w\` is ${slope} here: it points to where \`loss\` grows. So go the other way, a little.`,
  descend: (name: string, rate: string): string => `${name} ← ${name} − ${rate} × ∂${name}`,
  end: (before: string, after: string, fell: boolean): string =>
    `\`loss\` went from ${before} to ${after}. ${fell ? "Doing this over and over is how networks learn." : "This step was too long; smaller ones go down."} Click any card to look inside it; change the program, and the graph follows.`,
  done: "Done",
  skip: "Skip",
};

export const GUESS = {
  mode: "Guess before each step",
  value: (name: string): string => `What will ${name} be?`,
  gradient: (name: string): string => `What will the gradient of ${name} be after this step?`,
  field: "Your guess",
  check: "Check",
  show: "Show it",
  right: (truth: string): string => `Right: ${truth}.`,
  wrong: (said: string, truth: string): string => `You said ${said}; it is ${truth}.`,
};
