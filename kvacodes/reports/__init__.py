"""Reports: the follow-up page with its workbook and JSON, and findings for people and programs."""
