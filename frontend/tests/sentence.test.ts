/** What the server says, as people read it. */
import { expect, test } from "vitest";
import { sentence } from "../src/text";

test.each([
  ["the name q has no value", "The name q has no value."],
  ["there is no function tann", "There is no function tann."],
  ["a name has 80 characters; at most 60 are allowed", "A name has 80 characters; at most 60 are allowed."],
  ["an index is made of whole numbers", "An index is made of whole numbers."],
  ["invalid syntax", "Invalid syntax."],
  ["names are made of a-z, Greek letters, digits and _, which does not come first", "Names are made of a-z, Greek letters, digits and _, which does not come first."],
  ["did you mean tanh or tan?", "Did you mean tanh or tan?"],
  ["the program computes nothing.", "The program computes nothing."],
  ["this is not part of the language", "This is not part of the language."],
  ["comparisons cannot be chained", "Comparisons cannot be chained."],
  ["", ""],
])("prose has a capital letter and a full stop: %s", (said, shown) => expect(sentence(said)).toBe(shown));

test.each([
  ["relu is a function", "relu is a function."],
  ["(1, 2) @ (3, 1): the inner sizes 2 and 3 differ", "(1, 2) @ (3, 1): the inner sizes 2 and 3 differ."],
  ["grad() needs a single number to start from, not shape (2,)", "grad() needs a single number to start from, not shape (2,)."],
  ["a has shape (2,), so it cannot be given a value of shape (3,)", "a has shape (2,), so it cannot be given a value of shape (3,)."],
  ["return stands outside of a function", "return stands outside of a function."],
  ["lr must be from 0 to 10", "lr must be from 0 to 10."],
])("a name in code stays as it is written: %s", (said, shown) => expect(sentence(said)).toBe(shown));

test.each([
  ["give it one first: w = 1.0", "Give it one first: w = 1.0"],
  ["write floor(x)", "Write floor(x)"],
  ["choose rows by a list of their numbers: x[[2, 0, 1]]", "Choose rows by a list of their numbers: x[[2, 0, 1]]"],
  ["write W = param(randn(inputs, outputs) / inputs ** 0.5)", "Write W = param(randn(inputs, outputs) / inputs ** 0.5)"],
  ["apply the layers one after another: relu(x @ W1 + b1) @ W2 + b2", "Apply the layers one after another: relu(x @ W1 + b1) @ W2 + b2"],
  ["combine two: (a < b) & (b < c)", "Combine two: (a < b) & (b < c)"],
  ["a power is written **", "A power is written **"],
  ["repeat with for i in range(n):", "Repeat with for i in range(n):"],
])("code at the end gets no full stop: %s", (said, shown) => expect(sentence(said)).toBe(shown));
