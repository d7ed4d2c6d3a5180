export default {
	layout: "record.njk",
	permalink: (data) => `/incidents/${data.slug}/`,
};
