/** The words of the results, and of "Test it here". */
export const EVALUATE = {
  what: "The paper's evaluation, run in this tab by the model that you have loaded: the last item of each user is hidden among 19 random ones that the user has not met, and A-LLMRec and SASRec each rank the 20. The page ships no users, so bring a file; it stays in the tab.",
  form: "A text file with a line per user: a name, a tab, and item ids of the bundle's data set, oldest first and separated by spaces. For instance:",
} as const;

export const RESULTS_HELP =
  "Hit@1: how often what a person chose next is ranked first among 20, it and 19 random ones (guessing: 5%, the thin line in each row). The thick stroke is the value, its bar the 95% bootstrap interval. The paper's values are from other data and OPT-6.7B: compare the order of the rows, not the numbers.";
