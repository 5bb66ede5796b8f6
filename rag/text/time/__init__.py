"""When: the time that a question asks for, in five languages and two calendars; pure."""
