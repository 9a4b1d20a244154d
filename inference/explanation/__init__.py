"""Why a score is what it is: where hiding the picture moves it. For one picture on demand, never for every frame."""
