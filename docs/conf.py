"""Settings of the documentation site, which `make docs` builds from the README and these pages."""

import autograder

project = "Layers by Hand"
project_copyright = "the authors of Layers by Hand, under the MIT licence"
release = autograder.__version__

extensions = ["myst_parser"]
myst_heading_anchors = 3  # give headings the anchors they have on GitHub
html_theme = "furo"
html_title = project
html_show_sphinx = False
html_static_path = ["static"]
html_css_files = ["theme.css"]
