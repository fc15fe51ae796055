/** What a bundle's collaborative filters are called, for the page. */
export { firstRecommender, RECOMMENDER_LABELS, recommendersOf } from '../../bundle/backbones';
