"""The console for admins: every page needs a session, every act is looked up against the rights of the moment."""
