"""The shipped templates of an exam's report; a file of the same name in the site's folder takes the place of one."""
